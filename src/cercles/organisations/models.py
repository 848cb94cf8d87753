"""Organisations, who belongs to them, and who asked to represent them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cercles.core import audience, clock
from cercles.core.enums import Visibility
from cercles.core.models import Audienced, Referenced, Stamped
from cercles.core.text import initials
from cercles.organisations.enums import AffiliationRole, ClaimState, Source
from cercles.references.models import Term
from cercles.territories.models import Territory


class OrganisationQuerySet(audience.AudienceQuerySet):
    def canonical(self) -> Self:
        """Without the duplicates that are aliases of another."""
        return self.filter(merged_into__isnull=True)


class Organisation(Referenced, Audienced, Stamped):
    """An organisation of the network or of a register. Identifiers are optional, unique and checked by the action that writes them."""

    name = models.CharField(_("nom"), max_length=255)
    short_name = models.CharField(_("nom court ou sigle"), max_length=80, blank=True, default="")
    search_key = models.CharField(max_length=360, db_index=True, editable=False)
    category = models.ForeignKey(
        Term, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("catégorie")
    )
    legal_form = models.CharField(_("forme juridique"), max_length=80, blank=True, default="")
    activity_code = models.CharField(_("code NAF"), max_length=6, blank=True, default="")
    siren = models.CharField("SIREN", max_length=9, null=True, blank=True)
    siret = models.CharField("SIRET", max_length=14, null=True, blank=True)
    rna = models.CharField("RNA", max_length=10, null=True, blank=True)
    rnf = models.CharField("RNF", max_length=20, null=True, blank=True)
    purpose = models.TextField(_("ce que fait l’organisation"), blank=True, default="")
    website = models.URLField(_("site internet"), max_length=300, blank=True, default="")
    address = models.CharField(_("adresse"), max_length=255, blank=True, default="")
    post_code = models.CharField(_("code postal"), max_length=5, blank=True, default="")
    seat = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="organisations", verbose_name=_("commune")
    )
    themes = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("thèmes"))
    economic_models = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("modèles économiques"))
    innovation_roles = models.ManyToManyField(
        Term, blank=True, related_name="+", verbose_name=_("rôles dans l’innovation")
    )
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.MEMBER, editable=False)
    source_key = models.CharField(max_length=120, blank=True, default="", editable=False)
    is_fictional = models.BooleanField(default=False, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="aliases", editable=False
    )
    # An organisation's page is public unless its representative narrows it.
    visibility = models.CharField(max_length=16, choices=Visibility.choices, default=Visibility.PUBLIC)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["search_key", "id"]
        verbose_name = _("organisation")
        constraints = [
            models.UniqueConstraint(
                fields=[name],
                condition=Q(**{f"{name}__isnull": False}),
                name=f"organisation_{name}_once",
                violation_error_message=_("Cet identifiant est déjà celui d’une autre organisation."),
            )
            for name in ("siret", "rna", "rnf")
        ] + [
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source_key=""), name="organisation_source_once"
            )
        ]
        indexes = [models.Index(fields=["siren"], name="organisation_siren")]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        return initials(self.short_name or self.name)


class Goal(models.Model):
    """A Sustainable Development Goal an organisation works for: three at most, one of them the main one."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="goals")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    is_main = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "term"], name="goal_once"),
            models.UniqueConstraint(fields=["organisation"], condition=Q(is_main=True), name="goal_main_once"),
        ]


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def current(self) -> Self:
        today = clock.today()
        return self.filter(Q(until__isnull=True) | Q(until__gte=today), Q(since__isnull=True) | Q(since__lte=today))

    def representatives(self) -> Self:
        return self.current().filter(role=AffiliationRole.REPRESENTATIVE)


class Affiliation(models.Model):
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
                fields=["person", "organisation", "role"], condition=Q(until__isnull=True), name="affiliation_open_once"
            ),
        ]


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

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(state="asked"), name="claim_open_once",
                violation_error_message=_("Votre demande est déjà enregistrée."),
            )
        ]  # fmt: skip
