"""What waits for a person around meetings. No line names anybody."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.circles.enums import FACILITATING
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.typography import when, when_time
from cercles.journal.queries import DueItem
from cercles.meetings.enums import MeetingState, Presence
from cercles.meetings.models import FollowUp, Meeting, Registration, Takeaway

ASKED_AFTER = timedelta(days=30)
SOON = timedelta(days=7)


def _url(name: str, meeting: Meeting, **more: Any) -> str:
    return reverse(f"meetings:{name}", kwargs={"ref": meeting.ref, **more})


def due_of(person: Any) -> list[DueItem]:
    """Four queries, whatever there is."""
    if not person.is_authenticated:
        return []
    return [*_to_run(person), *_invitations(person), *_follow_ups(person), *_questions(person)]


def _to_run(person: Any) -> list[DueItem]:
    """Who facilitates, or reports: list to tick, minutes to write, people who wait."""
    circles = [row.circle_id for row in memory.current_memberships(person) if row.role in FACILITATING]
    found = Meeting.objects.filter(
        Q(circle__in=circles, state__in=(MeetingState.HELD, MeetingState.ANNOUNCED))
        | Q(reporter=person, state=MeetingState.HELD)
    ).select_related("circle", "minutes")
    items = []
    for meeting in found.annotate(waiting=Count("registrations", filter=Q(registrations__state=Presence.WAITING)))[:50]:
        items += _of_held(meeting, runs=meeting.circle_id in circles)
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


def _invitations(person: Any) -> list[DueItem]:
    now = clock.now()
    rows = Registration.objects.filter(
        person=person, state=Presence.INVITED, meeting__state=MeetingState.ANNOUNCED, meeting__starts_at__gt=now
    ).select_related("meeting__circle")
    return [
        DueItem(
            row.meeting.title, when_time(row.meeting.starts_at), _("Dire si je viens"), row.meeting.get_absolute_url(),
            75 if row.meeting.deadline - now < SOON else 60, row.meeting.circle.name,
        )
        for row in rows.order_by("meeting__starts_at")[:20]
        if row.meeting.takes_registrations
    ]  # fmt: skip


def _follow_ups(person: Any) -> list[DueItem]:
    """Hers, when the day is near or past."""
    soon = clock.today() + SOON
    rows = FollowUp.objects.open().filter(person=person, due__lte=soon).select_related("meeting__circle")
    return [
        DueItem(
            row.what, _("pour le %(day)s") % {"day": when(row.due)}, _("Donner des nouvelles"),
            _url("follow_up_answer", row.meeting, pk=row.pk), 90 if row.due and row.due < clock.today() else 65, row.meeting.circle.name,
        )
        for row in rows[:20]
    ]  # fmt: skip


def _questions(person: Any) -> list[DueItem]:
    """The one question after, for a month."""
    answered = Takeaway.objects.filter(meeting=OuterRef("meeting"), person=person)
    rows = Registration.objects.filter(
        ~Exists(answered), person=person, state=Presence.ATTENDED, meeting__ends_at__gte=clock.now() - ASKED_AFTER
    ).select_related("meeting__circle")
    return [
        DueItem(
            row.meeting.title, _("une question après la rencontre"), _("Dire ce qui m’a été utile"),
            _url("takeaway", row.meeting), 45, row.meeting.circle.name,
        )
        for row in rows.order_by("meeting__starts_at")[:20]
    ]  # fmt: skip
