"""What was said and decided."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import Membership
from cercles.core import audience, clock
from cercles.core.models import Audienced
from cercles.core.routes import address_of
from cercles.meetings.enums import MINUTES_VISIBILITIES
from cercles.meetings.models.meeting import Meeting, shared_by


class MinutesQuerySet(audience.AudienceQuerySet):
    def visible_to(self, reader: Any) -> Self:
        """Published: whom the audience names, and who took part. In draft: who facilitates, and who reports."""
        published = super().visible_to(reader).filter(published_number__gt=0)
        if not reader.is_authenticated:
            return published
        facilitated = Membership.objects.facilitators().filter(person=reader).values("circle")
        written = self.filter(Q(meeting__circle__in=facilitated) | Q(meeting__reporter=reader))
        return published | self.filter(shared_by(reader), published_number__gt=0) | written


class Minutes(Audienced):
    """The minutes of a meeting: a draft, and the versions published from it. Facilitating alone widens who reads them."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes")
    draft = models.TextField(_("compte rendu"), blank=True, default="", max_length=60000)
    drafted_at = models.DateTimeField(null=True, blank=True)
    published_number = models.PositiveIntegerField(default=0, editable=False)

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("compte rendu")
        constraints = [
            models.CheckConstraint(condition=Q(visibility__in=MINUTES_VISIBILITIES), name="minutes_visibility_known")
        ]

    def __str__(self) -> str:
        return str(_("Compte rendu : %(title)s")) % {"title": self.meeting.title}

    def get_absolute_url(self) -> str:
        return address_of("meetings:minutes", self.meeting.ref)

    @property
    def is_published(self) -> bool:
        return self.published_number > 0

    @property
    def drafted(self) -> str:
        """Which writing the draft is: what a form carries, so that it never covers another's unseen."""
        return self.drafted_at.isoformat() if self.drafted_at else ""


class MinutesVersion(models.Model):
    """A published version: numbered, never edited. Under the Chatham House rule it has no author."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    what_changed = models.CharField(max_length=300, blank=True, default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="minutes_version_once"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(what_changed=""), name="minutes_version_says_what_changed"
            ),
        ]  # fmt: skip


class Decision(models.Model):
    """What was decided and why. It is read with the minutes."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    text = models.CharField(_("ce qui est décidé"), max_length=500)
    why = models.TextField(_("pourquoi"), blank=True, default="", max_length=2000)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:120]
