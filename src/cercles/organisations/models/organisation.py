"""Organisations and the goals they work for."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cercles.core import audience
from cercles.core.enums import Visibility
from cercles.core.lookups import KeyField
from cercles.core.models import Audienced, Referenced, Stamped
from cercles.core.routes import address_of
from cercles.core.text import initials, search_key
from cercles.core.typography import when
from cercles.organisations.enums import MOST_GOALS, ORGANISATION_VISIBILITIES, WORKFORCES, OrganisationState, Source
from cercles.organisations.models.provenance import Sourced
from cercles.references.models import Term
from cercles.territories.models import Territory

# Unique each: two pages with one SIRET are one organisation. A SIREN is shared by the establishments of one body.
UNIQUE_IDENTIFIERS = ("siret", "rna", "rnf")


class OrganisationQuerySet(audience.AudienceQuerySet):
    def canonical(self) -> Self:
        """Without the duplicates that are aliases of another."""
        return self.filter(merged_into__isnull=True)

    def family(self, page: Any) -> Self:
        """A page and the duplicates merged into it: what was said of one of them is said of it. ``page``: it, or its key."""
        return self.filter(Q(pk=page) | Q(merged_into=page)).order_by()


def _unique_when_known(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[name],
        condition=Q(**{f"{name}__isnull": False}),
        name=f"organisation_{name}_once",
        violation_error_message=_("Cet identifiant est déjà celui d’une autre organisation."),
    )


class Organisation(Referenced, Audienced, Stamped, Sourced):
    """An organisation of the network or of a register. Identifiers are optional, unique and checked by the action that writes them."""

    name = models.CharField(_("nom"), max_length=255)
    # What a register calls it, when that differs from the name it goes by.
    legal_name = models.CharField(_("dénomination"), max_length=255, blank=True, default="")
    short_name = models.CharField(_("nom court ou sigle"), max_length=80, blank=True, default="")
    search_key = KeyField(max_length=360, db_index=True, editable=False)
    category = models.ForeignKey(
        Term, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("catégorie")
    )
    # What a register calls it inside its category: « ACI », « EI »; several, separated by a space.
    kinds = models.CharField(_("types"), max_length=40, blank=True, default="")
    legal_form = models.CharField(_("forme juridique"), max_length=80, blank=True, default="")
    legal_form_code = models.CharField(
        _("code de la forme juridique"), max_length=4, blank=True, default=""
    )  # of Insee: 92xx
    activity_code = models.CharField(_("code NAF"), max_length=6, blank=True, default="")
    siren = models.CharField("SIREN", max_length=9, null=True, blank=True)
    siret = models.CharField("SIRET", max_length=14, null=True, blank=True)
    rna = models.CharField("RNA", max_length=10, null=True, blank=True)
    rnf = models.CharField("RNF", max_length=20, null=True, blank=True)
    purpose = models.TextField(_("ce que fait l’organisation"), blank=True, default="", max_length=2000)
    # Ended organisations are kept and shown as such; ``ended_on`` is empty where the register does not know.
    state = models.CharField(
        _("situation"),
        max_length=10,
        choices=OrganisationState.choices,
        default=OrganisationState.ACTIVE,
        editable=False,
    )
    ended_on = models.DateField(_("fin d’activité"), null=True, blank=True, editable=False)
    founded_on = models.DateField(_("date de création"), null=True, blank=True, editable=False)
    workforce = models.CharField(
        _("effectif salarié"), max_length=2, choices=WORKFORCES.items(), blank=True, default="", editable=False
    )
    workforce_year = models.PositiveSmallIntegerField(_("année de l’effectif"), null=True, blank=True, editable=False)
    is_ess = models.BooleanField(_("économie sociale et solidaire"), null=True, blank=True, editable=False)
    # It asked Insee to hide where it is: neither its address nor its post code is kept.
    is_partly_diffusible = models.BooleanField(_("diffusion partielle"), default=False, editable=False)
    website = models.URLField(_("site internet"), max_length=300, blank=True, default="")
    address = models.CharField(_("adresse"), max_length=255, blank=True, default="")
    post_code = models.CharField(_("code postal"), max_length=5, blank=True, default="")
    seat = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="organisations", db_index=False,
        verbose_name=_("commune"),
    )  # fmt: skip
    # The place as a file wrote it, while no commune is found for it: an administrator places it by hand.
    place_written = models.CharField(
        _("lieu écrit sans commune"), max_length=160, blank=True, default="", editable=False
    )
    themes = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("thèmes"))
    economic_models = models.ManyToManyField(Term, blank=True, related_name="+", verbose_name=_("modèles économiques"))
    innovation_roles = models.ManyToManyField(
        Term, blank=True, related_name="+", verbose_name=_("rôles dans l’innovation")
    )
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.MEMBER, editable=False)
    source_key = models.CharField(max_length=120, blank=True, default="", editable=False)
    is_fictional = models.BooleanField(default=False, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
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
            *(_unique_when_known(name) for name in UNIQUE_IDENTIFIERS),
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source_key=""), name="organisation_source_once"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=ORGANISATION_VISIBILITIES), name="organisation_visibility_known"
            ),
            models.CheckConstraint(condition=~Q(merged_into=models.F("id")), name="organisation_not_its_own_alias"),
        ]
        indexes = [
            models.Index(fields=["siren"], name="organisation_siren"),
            # Those of a commune, and among them those of one name: what an import asks for each row without identifier.
            models.Index(
                fields=["seat", "search_key"],
                opclasses=["int8_ops", "varchar_pattern_ops"],
                name="organisation_place_name",
            ),
            models.Index(fields=["place_written"], condition=~Q(place_written=""), name="organisation_unplaced"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("organisations:detail", self.ref)

    @property
    def initials(self) -> str:
        return initials(self.short_name or self.name)

    @property
    def has_ended(self) -> bool:
        return self.state != OrganisationState.ACTIVE

    @property
    def ended_label(self) -> str:
        """« Dissoute le 3 mars 2019 », « Activité cessée »; empty for one that goes on."""
        if not self.has_ended:
            return ""
        state = self.get_state_display()
        return (
            gettext("%(state)s le %(date)s") % {"state": state, "date": when(self.ended_on)} if self.ended_on else state
        )

    def write_search_key(self) -> None:
        """Found by any of its names. Called by every action that writes one of them."""
        self.search_key = search_key(self.name, self.short_name, self.legal_name)[:360]

    @property
    def canonical_id(self) -> int:
        """The page that speaks for this one: its own, or the one it was merged into."""
        return self.merged_into_id or self.pk

    @property
    def is_claimed(self) -> bool:
        """True when somebody represents it today, in its own name or in that of a duplicate merged into it."""
        return self.affiliations.model.objects.representatives().within(self).exists()

    def audience_for(self, visibility: str) -> str:
        """The string that goes with ``visibility``; known once the row has its id."""
        return audience.key("organisation", self.pk) if visibility == Visibility.ORGANISATION else visibility


class Goal(models.Model):
    """A Sustainable Development Goal an organisation works for: three at most, the first is the main one."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="goals")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "term"], name="goal_once"),
            models.UniqueConstraint(fields=["organisation", "rank"], name="goal_rank_once"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=MOST_GOALS), name="goal_three_at_most"),
        ]

    @property
    def is_main(self) -> bool:
        return self.rank == 1
