"""Work done later, a few people at a time: invite, tell, remind, mark as held. Each can be run again without harm."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from cercles.circles.models import Membership
from cercles.core import clock
from cercles.meetings.actions.holding import hold
from cercles.meetings.actions.locks import locked
from cercles.meetings.actions.registering import row_of
from cercles.meetings.emails import after, changes, seats
from cercles.meetings.enums import LATER, LATER_WITHIN, REMINDED, Came, MeetingState, Presence
from cercles.meetings.models import FollowUp, Meeting, MinutesVersion, Registration, Takeaway
from cercles.meetings.rules import can_see_minutes

SLICE = 50  # people written to in one transaction
NEWS_ASKED = timedelta(days=5)
_ANSWERED = (Presence.REGISTERED, Presence.WAITING)


def invite_members(meeting: int) -> None:
    """One invitation for each member of the circle who has not answered."""
    found = Meeting.objects.select_related("circle").get(pk=meeting)
    known = set(found.registrations.exclude(state=Presence.INVITED).values_list("person", flat=True))
    members = Membership.objects.current().filter(circle=found.circle).select_related("person")
    people = [row.person for row in members if row.person_id not in known]
    for start in range(0, len(people), SLICE):
        with transaction.atomic():
            fresh = locked(found)
            if fresh.state != MeetingState.ANNOUNCED or fresh.has_started:
                return
            for person in people[start : start + SLICE]:
                row = row_of(fresh, person, Came.CIRCLE)
                if row.state == Presence.INVITED:
                    seats.invitation(row)


def tell_moved(meeting: int) -> None:
    _write_to(meeting, changes.moved, states=(*_ANSWERED, Presence.INVITED), while_in=MeetingState.ANNOUNCED)


def tell_cancelled(meeting: int) -> None:
    _write_to(meeting, changes.cancelled, states=(*_ANSWERED, Presence.INVITED), while_in=MeetingState.CANCELLED)


def _write_to(meeting: int, letter: Any, *, states: tuple[str, ...], while_in: str) -> None:
    """Each slice as things are now. An address that a visitor typed and nobody confirmed is not written to again."""
    found = Meeting.objects.select_related("circle").get(pk=meeting)
    asked = found.registrations.filter(state__in=states).exclude(state=Presence.INVITED, came=Came.VISITOR)
    keys = list(asked.values_list("pk", flat=True))
    for start in range(0, len(keys), SLICE):
        with transaction.atomic():
            fresh = locked(found)
            if fresh.state != while_in:
                return
            for row in asked.filter(pk__in=keys[start : start + SLICE]).select_related("person"):
                row.meeting = fresh
                letter(row)


def tell_minutes(version: int) -> None:
    """Minutes are published: those who asked for a seat are told where to read them, if they may."""
    found = MinutesVersion.objects.select_related("minutes__meeting__circle").get(pk=version)
    meeting = found.minutes.meeting
    asked = meeting.registrations.exclude(state__in=(Presence.INVITED, Presence.CANCELLED)).select_related("person")
    rows = [row for row in asked if can_see_minutes(row.person, found.minutes)]
    for start in range(0, len(rows), SLICE):
        with transaction.atomic():
            for row in rows[start : start + SLICE]:
                row.meeting = meeting
                after.minutes(found, row)


def remind() -> int:
    """Two days before, everybody who has a seat; once. Who got hers, or was told of another date, later than that knows already."""
    now = clock.now()
    soon = Meeting.objects.filter(
        state=MeetingState.ANNOUNCED, starts_at__gt=now, starts_at__lte=now + REMINDED
    ).select_related("circle")
    told = 0
    for meeting in soon.order_by("starts_at", "id"):
        while some := _remind_some(meeting, now):
            told += some
    return told


@transaction.atomic
def _remind_some(meeting: Meeting, now: datetime) -> int:
    """A slice, with the meeting held: it is neither cancelled nor moved meanwhile."""
    fresh = locked(meeting)
    if fresh.state != MeetingState.ANNOUNCED or not now < fresh.starts_at <= now + REMINDED:
        return 0
    waiting = fresh.registrations.seated().filter(reminded_at=None, changed_at__lte=fresh.starts_at - REMINDED)
    rows = list(waiting.select_related("person").order_by("pk")[:SLICE])
    Registration.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    for row in rows:
        row.meeting = fresh
        changes.reminder(row)
    return len(rows)


def mark_held() -> int:
    """Announced meetings whose end has passed were held; the question after leaves the next morning."""
    over = Meeting.objects.filter(state=MeetingState.ANNOUNCED, ends_at__lte=clock.now()).select_related("circle")
    found = list(over[:200])
    for meeting in found:
        with transaction.atomic():
            hold(locked(meeting), by=None)
    return len(found)


def ask_after(meeting: int) -> None:
    """The morning after: those who were there, or had a seat when nobody ticked the list."""
    found = Meeting.objects.select_related("circle").get(pk=meeting)
    if found.state not in (MeetingState.HELD, MeetingState.CLOSED):
        return
    rows = (
        found.registrations.filter(state=Presence.ATTENDED)
        if found.attendance_at
        else found.registrations.taking_part()
    )
    gone = _gone(found.circle_id)
    people = [row.person for row in rows.select_related("person").order_by("pk") if row.person_id not in gone]
    for start in range(0, len(people), SLICE):
        with transaction.atomic():
            for person in people[start : start + SLICE]:
                after.question(found, person)


def _gone(circle: int) -> set[int]:
    """Who was a member of the circle, and is no more; whoever never was came for the meeting."""
    known = Membership.objects.filter(circle=circle)
    here = set(known.current().values_list("person", flat=True))
    return set(known.values_list("person", flat=True)) - here


def ask_later() -> int:
    """Ninety days after a meeting: whoever answered the question of then is asked what it gave. Once, and not if she left since."""
    asked, last = 0, 0
    now = clock.now()
    waiting = Takeaway.objects.filter(
        asked_again_at=None, meeting__ends_at__lte=now - LATER, meeting__ends_at__gt=now - LATER_WITHIN
    )
    while some := list(waiting.filter(pk__gt=last).select_related("meeting__circle", "person").order_by("pk")[:SLICE]):
        gone = {circle: _gone(circle) for circle in {row.meeting.circle_id for row in some}}
        asked += _ask_later_some([row for row in some if row.person_id not in gone[row.meeting.circle_id]], now)
        last = some[-1].pk
    return asked


@transaction.atomic
def _ask_later_some(rows: list[Takeaway], now: datetime) -> int:
    for row in rows:
        after.later(row)
    return Takeaway.objects.filter(pk__in=[row.pk for row in rows]).update(asked_again_at=now)


def ask_follow_ups() -> int:
    """Five days before a circle meets, ask news of what is still open from its earlier meetings."""
    now = clock.now()
    soon = Meeting.objects.filter(
        state=MeetingState.ANNOUNCED, starts_at__gt=now, starts_at__lte=now + NEWS_ASKED
    ).select_related("circle")
    asked = 0
    for meeting in soon.order_by("starts_at"):
        rows = FollowUp.objects.open().filter(meeting__circle=meeting.circle, meeting__starts_at__lt=now)
        for row in rows.select_related("person", "organisation", "meeting__circle")[:500]:
            with transaction.atomic():
                for person in _asked_of(row):
                    after.follow_up(row, person, meeting)
                    asked += 1
    return asked


def _asked_of(row: FollowUp) -> list[Any]:
    """The person, unless she left the circle since, or those who are in it for the organisation."""
    if row.person is not None:
        known = Membership.objects.filter(circle=row.meeting.circle, person=row.person)
        return [row.person] if known.current().exists() or not known.exists() else []
    if row.organisation is None:
        return []
    house = row.organisation.merged_into_id or row.organisation.pk
    same = Q(organisation=house) | Q(organisation__merged_into=house)
    members = Membership.objects.current().filter(same, circle=row.meeting.circle)
    return [member.person for member in members.select_related("person")]
