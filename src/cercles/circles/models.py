"""Circles of peers and their members."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums import FACILITATING, CircleRole, Stage
from cercles.core import audience, clock
from cercles.core.enums import Visibility
from cercles.core.models import Audienced, Stamped
from cercles.organisations.models import Organisation
from cercles.references.models import Term


class CircleQuerySet(audience.AudienceQuerySet):
    pass


class Circle(Audienced, Stamped):
    """A stable, chartered group of peers. ``visibility`` is who sees that it exists; its life is for ``circle:<id>``."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("nom du cercle"), max_length=120)
    search_key = models.CharField(max_length=140, db_index=True, editable=False)
    purpose = models.TextField(_("raison d’être"), max_length=2000)
    audience_text = models.CharField(_("pour qui"), max_length=200, blank=True, default="")
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.POTENTIAL, editable=False)
    since = models.DateField(_("en activité depuis"), null=True, blank=True)
    themes = models.ManyToManyField(Term, blank=True, related_name="+")
    join_question = models.CharField(_("question posée à qui veut entrer"), max_length=300, blank=True, default="")
    is_fictional = models.BooleanField(default=False, editable=False)
    visibility = models.CharField(max_length=16, choices=Visibility.choices, default=Visibility.NETWORK)

    objects = CircleQuerySet.as_manager()

    class Meta:
        ordering = ["search_key", "id"]
        verbose_name = _("cercle")

    def __str__(self) -> str:
        return self.name

    @property
    def members_audience(self) -> str:
        """The string its members hold."""
        return audience.key("circle", self.pk)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(until__isnull=True)

    def facilitators(self) -> Self:
        return self.current().filter(role__in=FACILITATING)


class Membership(models.Model):
    """A person in a circle, for an organisation or for herself, with a role and dates."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=16, choices=CircleRole.choices, default=CircleRole.MEMBER)
    pioneer_since = models.DateField(null=True, blank=True)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    leaving_reason = models.TextField(blank=True, default="")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"], condition=Q(until__isnull=True), name="membership_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_dates_in_order"
            ),
        ]
