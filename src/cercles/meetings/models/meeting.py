"""A meeting of a circle."""

from datetime import datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import Circle, Membership
from cercles.core import audience, clock
from cercles.core.enums import Visibility
from cercles.core.models import Audienced, Referenced, Stamped
from cercles.core.routes import address_of
from cercles.meetings.enums import MEETING_VISIBILITIES, TAKING_PART, Confidentiality, Format, MeetingState
from cercles.polls.models import Poll
from cercles.territories.models import Territory


def asked_to(reader: Any, *states: str) -> models.QuerySet:
    """The meetings where ``reader`` stands in one of ``states``: any, when none is said. A query that may be written once."""
    rows = apps.get_model("meetings.Registration").objects.filter(person=reader)  # it stands on this model
    return (rows.filter(state__in=states) if states else rows).order_by().values("meeting")


def shared_by(reader: Any) -> Q:
    """Of what hangs on a meeting: those the reader takes part in or facilitates."""
    led = Membership.objects.facilitators().filter(person=reader).order_by().values("circle")
    return Q(meeting__in=asked_to(reader, *TAKING_PART)) | Q(meeting__circle__in=led)


class MeetingQuerySet(audience.AudienceQuerySet):
    def visible_to(self, reader: Any) -> Self:
        """Whom the audience names, and whoever was invited or registered to a meeting that was announced."""
        seen = super().visible_to(reader)
        if not reader.is_authenticated:
            return seen
        return seen | self.filter(pk__in=asked_to(reader), announced_at__isnull=False)

    def to_come(self, now: datetime | None = None) -> Self:
        """``now``: for a query that is written once."""
        found = self.filter(ends_at__gte=now or clock.now())
        return found.exclude(state=MeetingState.CANCELLED).order_by("starts_at", "id")

    def past(self, now: datetime | None = None) -> Self:
        """Over, or cancelled."""
        over = Q(ends_at__lt=now or clock.now()) | Q(state=MeetingState.CANCELLED)
        return self.filter(over).order_by("-starts_at", "-id")


class Meeting(Referenced, Audienced, Stamped):
    """Peers meet around a question. Until it is announced its audience is ``meeting:<id>``, which only those who facilitate hold."""

    circle = models.ForeignKey(Circle, models.PROTECT, related_name="meetings")
    format = models.CharField(_("format"), max_length=12, choices=Format.choices, default=Format.REX)
    title = models.CharField(_("titre"), max_length=160)
    search_key = models.CharField(max_length=180, editable=False, default="")
    question = models.TextField(_("la question posée"), max_length=2000, blank=True, default="")
    # [{"minutes": 20, "title": "Récit", "speaker": "Claire Vidal"}], in order
    agenda = models.JSONField(default=list, blank=True)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    time_zone = models.CharField(max_length=40, default=settings.TIME_ZONE)
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.CharField(_("adresse"), max_length=255, blank=True, default="")
    link = models.URLField(_("lien de connexion"), max_length=500, blank=True, default="")
    confidentiality = models.CharField(
        _("confidentialité"), max_length=10, choices=Confidentiality.choices, default=Confidentiality.ORDINARY
    )
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    seats_per_organisation = models.PositiveIntegerField(_("places par organisation"), null=True, blank=True)
    register_until = models.DateTimeField(_("inscriptions jusqu’au"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.DRAFT, editable=False)
    state_reason = models.TextField(blank=True, default="", max_length=1000, editable=False)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # The circle is asked which date: until one is chosen, this one is only likely.
    date_poll = models.OneToOneField(
        Poll, models.SET_NULL, null=True, blank=True, editable=False, related_name="meeting"
    )
    # What a calendar compares: it grows when the date, the place or the state changes.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    attendance_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_fictional = models.BooleanField(default=False, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        verbose_name = _("rencontre")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("La fin précède le début."),
            ),
            models.CheckConstraint(
                condition=Q(register_until__isnull=True) | Q(register_until__lte=F("starts_at")),
                name="meeting_deadline_before_start",
                violation_error_message=_("Les inscriptions se ferment au plus tard au début de la rencontre."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1), name="meeting_has_a_seat"
            ),
            models.CheckConstraint(
                condition=Q(seats_per_organisation__isnull=True) | Q(seats_per_organisation__gte=1),
                name="meeting_has_a_seat_for_each",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CANCELLED) | ~Q(state_reason=""), name="meeting_cancelled_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=MEETING_VISIBILITIES), name="meeting_visibility_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[MeetingState.DRAFT, MeetingState.CANCELLED]) | Q(announced_at__isnull=False),
                name="meeting_announced_when",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["circle", "starts_at"], name="meeting_of_circle"),
            models.Index(fields=["ends_at"], name="meeting_to_come"),
            models.Index(fields=["audience", "ends_at"], name="meeting_seen_to_come"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("meetings:detail", self.ref)

    @property
    def format_label(self) -> str:
        """Django works out ``get_format_display`` anew each time."""
        return str(Format(self.format).label)

    @property
    def own_audience(self) -> str:
        """The string of those who take part."""
        return audience.key("meeting", self.pk)

    def audience_for(self, visibility: str) -> str:
        if visibility == Visibility.MEETING or not self.was_announced:
            return self.own_audience
        return self.circle.members_audience if visibility == Visibility.CIRCLE else str(visibility)

    @property
    def was_announced(self) -> bool:
        return self.announced_at is not None

    @property
    def is_chatham(self) -> bool:
        return self.confidentiality == Confidentiality.CHATHAM

    @property
    def is_cancelled(self) -> bool:
        return self.state == MeetingState.CANCELLED

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def has_started(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def deadline(self) -> datetime:
        """Until when one may ask for a seat."""
        return self.register_until or self.starts_at

    @property
    def takes_registrations(self) -> bool:
        return self.state == MeetingState.ANNOUNCED and clock.now() < self.deadline

    @property
    def town(self) -> str:
        return self.territory.name if self.territory else ""
