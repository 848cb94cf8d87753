"""Who belongs to an organisation, and who asked to represent it."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cercles.core import clock
from cercles.core.models import Referenced
from cercles.organisations.enums import CLAIMS_WITH_A_REASON, OPEN_CLAIMS, AffiliationRole, ClaimState
from cercles.organisations.models.organisation import Organisation


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def current(self, today: date | None = None) -> Self:
        """On the day it ends a link gives no right any more. ``today``: for a query that is written once."""
        today = today or clock.today()
        return self.filter(Q(until__isnull=True) | Q(until__gt=today), Q(since__isnull=True) | Q(since__lte=today))

    def representatives(self, today: date | None = None) -> Self:
        return self.current(today).filter(role=AffiliationRole.REPRESENTATIVE)

    def within(self, organisation: Organisation) -> Self:
        """Those of the organisation and of the duplicates merged into it."""
        return self.filter(organisation__in=Organisation.objects.family(organisation.canonical_id).values("pk"))

    def visible_to(self, reader: Any) -> Self:
        """One's own; otherwise one must see both the person and the organisation: asked of each link, not of everybody."""
        people = get_user_model().objects.visible_to(reader).filter(pk=OuterRef("person"))
        both = Q(Exists(people), Exists(Organisation.objects.visible_to(reader).filter(pk=OuterRef("organisation"))))
        return self.filter(both | Q(person=reader.pk) if reader.is_authenticated else both)


class Affiliation(Referenced):
    """A person's link with an organisation, with a role and dates; several at once are allowed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="affiliations")
    role = models.CharField(_("rôle"), max_length=16, choices=AffiliationRole.choices, default=AffiliationRole.STAFF)
    title = models.CharField(_("fonction"), max_length=120, blank=True, default="")
    since = models.DateField(_("depuis"), null=True, blank=True)
    until = models.DateField(_("jusqu’au"), null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__search_key", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="affiliation_dates_in_order",
                violation_error_message=_("La date de fin précède la date de début."),
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(until__isnull=True),
                name="affiliation_open_once",
                violation_error_message=_("Ce lien est déjà enregistré."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.organisation}"

    @property
    def is_current(self) -> bool:
        today = clock.today()
        return (self.until is None or self.until > today) and (self.since is None or self.since <= today)

    @property
    def is_representative(self) -> bool:
        return self.role == AffiliationRole.REPRESENTATIVE


class ClaimQuerySet(models.QuerySet["Claim"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_CLAIMS)

    def visible_to(self, reader: Any) -> Self:
        """To who asked, to those who represent the organisation, and to administrators, who decide."""
        if not reader.is_authenticated:
            return self.none()
        if reader.is_administrator:
            return self
        mine = (
            Affiliation.objects.representatives()
            .filter(person=reader)
            .values_list("organisation", "organisation__merged_into")
        )
        ids = {pk for pair in mine for pk in pair if pk}
        return self.filter(Q(person=reader) | Q(organisation__in=ids) | Q(organisation__merged_into__in=ids))


class Claim(Referenced):
    """Somebody asks to represent an organisation; an administrator, or an address on its domain, confirms."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="claims")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="organisation_claims")
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.ASKED)
    message = models.TextField(_("votre lien avec l’organisation"), blank=True, default="", max_length=1000)
    reason = models.TextField(blank=True, default="", max_length=1000)
    asked_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(state__in=OPEN_CLAIMS),
                name="claim_open_once",
                violation_error_message=_("Votre demande est déjà enregistrée."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=CLAIMS_WITH_A_REASON) | ~Q(reason=""), name="claim_refused_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("organisations:claim", kwargs={"ref": self.ref})

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_CLAIMS
