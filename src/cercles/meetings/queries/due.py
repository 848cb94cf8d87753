"""What waits for a person around meetings. No line names anybody."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.circles.enums import FACILITATING
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import when
from cercles.journal.queries import DueAct, DueItem
from cercles.meetings.enums import MeetingState, Presence
from cercles.meetings.models import FollowUp, Meeting, Registration, Takeaway
from cercles.meetings.queries.words import when_of
from cercles.meetings.rules import can_run_meeting

ASKED_AFTER = timedelta(days=30)
SOON = timedelta(days=7)
# What a line says of a meeting.
_SAID = (
    "ref",
    "title",
    "state",
    "starts_at",
    "ends_at",
    "time_zone",
    "register_until",
    "attendance_at",
    "circle__name",
)


def _url(name: str, meeting: Meeting, *more: int) -> str:
    return address_of(f"meetings:{name}", meeting.ref, *more)


def due_of(person: Any) -> list[DueItem]:
    """Four queries, whatever there is."""
    if not person.is_authenticated:
        return []
    return [*_to_run(person), *_invitations(person), *_follow_ups(person), *_questions(person)]


@prepared
def _live(person: Any, led: Collection[int]) -> QuerySet[Meeting]:
    """Announced or held, in the circles she facilitates; held, when she reports."""
    run = Q(circle__in=led, state__in=(MeetingState.HELD, MeetingState.ANNOUNCED))
    # Chosen apart: joined at once, SQLite walks every circle to find those meetings.
    chosen = Meeting.objects.filter(run | Q(reporter=person, state=MeetingState.HELD)).order_by().values("pk")
    found = Meeting.objects.filter(pk__in=chosen).select_related("circle", "minutes")
    waiting = Registration.objects.filter(meeting=OuterRef("pk"), state=Presence.WAITING).order_by()
    count = Subquery(waiting.values("meeting").annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return found.annotate(waiting=Coalesce(count, 0)).only(*_SAID, "minutes__published_number")[:50]


def _to_run(person: Any) -> list[DueItem]:
    """Who facilitates, or reports: list to tick, minutes to write, people who wait."""
    items = []
    led = {row.circle_id for row in memory.current_memberships(person) if row.role in FACILITATING}
    found: list[Any] = _live(person, led)
    for meeting in found:
        items += _of_held(meeting, runs=can_run_meeting(person, meeting))
        if meeting.state == MeetingState.ANNOUNCED and meeting.waiting and not meeting.has_started:
            items.append(_of_waiting(meeting, meeting.waiting))
    return items


def _of_waiting(meeting: Meeting, count: int) -> DueItem:
    note = ngettext("%(count)d personne attend une place", "%(count)d personnes attendent une place", count)
    label, url = _("Voir les inscriptions"), _url("registrations", meeting)
    return DueItem(meeting.title, note % {"count": count}, label, url, 40, meeting.circle.name)


def _of_held(meeting: Meeting, *, runs: bool) -> list[DueItem]:
    """One line a meeting, its next act: the list first, then the minutes."""
    over = meeting.state == MeetingState.HELD or meeting.is_over
    if not over:
        return []
    written = getattr(meeting, "minutes", None)
    to_write = written is None or not written.is_published
    note = _("rencontre du %(day)s") % {"day": when(meeting.starts_at)}
    if runs and meeting.attendance_at is None:
        if to_write:
            note = _("rencontre du %(day)s, puis le compte rendu") % {"day": when(meeting.starts_at)}
        label, url = _("Pointer les présences"), _url("attendance", meeting)
        return [DueItem(meeting.title, note, label, url, 80, meeting.circle.name)]
    if to_write:
        label, url = _("Écrire le compte rendu"), _url("minutes_write", meeting)
        return [DueItem(meeting.title, note, label, url, 70, meeting.circle.name)]
    return []


@prepared
def _unanswered(person: Any, now: datetime) -> QuerySet[Registration]:
    rows = Registration.objects.filter(
        person=person, state=Presence.INVITED, meeting__state=MeetingState.ANNOUNCED, meeting__starts_at__gt=now
    )
    return _with_meeting(rows)


def _with_meeting(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    told = rows.select_related("meeting__circle").order_by("meeting__starts_at")
    return told.only(*(f"meeting__{column}" for column in _SAID))[:20]


def _invitations(person: Any) -> list[DueItem]:
    now = clock.now()
    return [
        DueItem(
            row.meeting.title, when_of(row.meeting), _("Dire si je viens"), row.meeting.get_absolute_url(),
            75 if row.meeting.deadline - now < SOON else 60, row.meeting.circle.name,
            DueAct(
                _("Je viens"), _url("register", row.meeting),
                _("Une confirmation part par courriel. Si tout est pris, vous entrez en liste d’attente. Vous pourrez changer d’avis."),
            ),
        )
        for row in _unanswered(person, now)
        if row.meeting.takes_registrations
    ]  # fmt: skip


@prepared
def _promised(person: Any, until: date) -> QuerySet[FollowUp]:
    rows = FollowUp.objects.open().filter(person=person, due__lte=until).select_related("meeting__circle")
    return rows.only("what", "due", "meeting__ref", "meeting__circle__name")[:20]


def _follow_ups(person: Any) -> list[DueItem]:
    """Hers, when the day is near or past."""
    today = clock.today()
    return [
        DueItem(
            row.what, _("pour le %(day)s") % {"day": when(row.due)}, _("Donner des nouvelles"),
            _url("follow_up_answer", row.meeting, row.pk), 90 if row.due and row.due < today else 65, row.meeting.circle.name,
            DueAct(
                _("C’est fait"), _url("follow_up_answer", row.meeting, row.pk),
                _("Lu par les membres du cercle et les participants. Vous pourrez y revenir."), (("answer", "finish"),),
            ),
        )
        for row in _promised(person, today + SOON)
    ]  # fmt: skip


@prepared
def _unasked(person: Any, since: datetime) -> QuerySet[Registration]:
    answered = Takeaway.objects.filter(meeting=OuterRef("meeting"), person=person)
    rows = Registration.objects.filter(
        ~Exists(answered), person=person, state=Presence.ATTENDED, meeting__ends_at__gte=since
    )
    return _with_meeting(rows)


def _questions(person: Any) -> list[DueItem]:
    """The one question after, for a month."""
    return [
        DueItem(
            row.meeting.title, _("une question après la rencontre"), _("Dire ce qui m’a été utile"),
            _url("takeaway", row.meeting), 45, row.meeting.circle.name,
        )
        for row in _unasked(person, clock.now() - ASKED_AFTER)
    ]  # fmt: skip
