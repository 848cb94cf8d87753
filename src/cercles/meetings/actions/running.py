"""Open a meeting, change it, announce it, cancel it, close it."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions import require_open
from cercles.circles.models import Circle
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.meetings.actions.filling import FIELDS, check_seats, fill, forget_names
from cercles.meetings.actions.locks import locked, step
from cercles.meetings.actions.seating import fill_seats
from cercles.meetings.emails import seats as letters
from cercles.meetings.enums import FORMATS, MEETING_MOVES, REMINDED, MeetingState
from cercles.meetings.models import Meeting, Minutes, MinutesVersion
from cercles.polls import actions as polls
from cercles.search import actions as search

# What tells calendars that they are out of date.
_MOVES_IT = ("starts_at", "ends_at", "time_zone", "territory", "address", "link")


def agenda_for(format: str) -> list[dict[str, Any]]:
    """The agenda a format proposes, to adapt."""
    return [{"minutes": minutes, "title": str(title), "speaker": ""} for minutes, title in FORMATS[format].agenda]


def tell(verb: str, meeting: Meeting, *, by: Any, reason: str = "", **data: Any) -> None:
    """The history of a meeting; under the Chatham House rule it names nobody."""
    journal.record(verb, meeting, by=None if meeting.is_chatham else by, reason=reason, **data)


@transaction.atomic
def open_meeting(
    *,
    circle: Circle,
    by: Any,
    format: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime | None = None,
    origin: Any = None,
    **more: Any,
) -> Meeting:
    """A draft that only those who facilitate see, with the agenda of its format. ``more``: any other field of the form; ``origin``:
    the conversation it comes from, if any, else its circle."""
    require_open(circle)
    more.setdefault("agenda", agenda_for(format))
    meeting = Meeting(
        circle=circle, opened_by=by, time_zone=settings.TIME_ZONE, is_fictional=circle.is_fictional,
        created_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    ends_at = ends_at or starts_at + timedelta(minutes=FORMATS[format].minutes)
    fill(meeting, {"format": format, "title": title, "starts_at": starts_at, "ends_at": ends_at, **more})
    meeting.save()
    Meeting.objects.filter(pk=meeting.pk).update(audience=meeting.own_audience)
    meeting.audience = meeting.own_audience
    journal.link(origin or circle, meeting, verb="meets", by=by)
    tell("meetings.opened", meeting, by=by)
    search.touch(meeting)
    return meeting


def duplicate_meeting(*, meeting: Meeting, by: Any, starts_at: datetime, title: str = "") -> Meeting:
    """The same again at another date: everything but who comes and what was said."""
    kept = {name: getattr(meeting, name) for name in FIELDS if name not in ("starts_at", "ends_at", "register_until")}
    kept |= {
        "title": title or meeting.title,
        "starts_at": starts_at,
        "ends_at": starts_at.astimezone(UTC) + meeting.duration,
    }
    if meeting.register_until:
        kept["register_until"] = starts_at - (meeting.starts_at - meeting.register_until)
    return open_meeting(circle=meeting.circle, by=by, **kept)


@transaction.atomic
def change_meeting(*, meeting: Meeting, by: Any, **fields: Any) -> Meeting:
    """Write any field of the form. Those who answered are told when the date or the place changes; new seats are given at once."""
    meeting = locked(meeting)
    if meeting.state not in (MeetingState.DRAFT, MeetingState.ANNOUNCED):
        raise RuleBroken("meeting_over", _("Cette rencontre ne se modifie plus : écrivez plutôt dans le compte rendu."))
    before = {name: getattr(meeting, name) for name in _MOVES_IT}
    was_chatham = meeting.is_chatham
    check_seats(meeting, fields)
    fill(meeting, fields)
    moved = {name for name, value in before.items() if getattr(meeting, name) != value}
    if meeting.was_announced and meeting.starts_at != before["starts_at"]:
        _require_to_come(meeting)
    meeting.changed_at = clock.now()
    meeting.sequence += bool(moved)
    meeting.audience = meeting.audience_for(meeting.visibility)
    meeting.save()
    if meeting.is_chatham and not was_chatham:
        forget_names(meeting)
    tell("meetings.changed", meeting, by=by)
    if meeting.was_announced:
        _tell_move(meeting, moved)
        for row in fill_seats(meeting) if not meeting.has_started else ():
            letters.promotion(row)
    search.touch(meeting)
    for minutes in Minutes.objects.filter(meeting=meeting):  # who reports reads them
        search.touch(minutes)
    return meeting


def _tell_move(meeting: Meeting, moved: Collection[str]) -> None:
    """Another date is reminded anew, save when it is so near that the letter that tells it is the reminder."""
    if "starts_at" in moved:
        soon = meeting.starts_at - clock.now() <= REMINDED
        meeting.registrations.update(reminded_at=clock.now() if soon else None)
    if moved:
        journal.enqueue(
            "meetings.tell_moved", key=f"meetings.tell_moved:{meeting.pk}:{meeting.sequence}", meeting=meeting.pk
        )


@transaction.atomic
def announce_meeting(*, meeting: Meeting, by: Any) -> Meeting:
    """The circle is invited by letter, and whoever may see the meeting finds it."""
    meeting = locked(meeting)
    if meeting.state == MeetingState.ANNOUNCED:
        return meeting
    _require(meeting, "announce")
    require_open(meeting.circle)
    require_open(meeting.circle)
    if not (meeting.address or meeting.territory_id or meeting.link):
        raise RuleBroken("no_place", _("Dites où la rencontre se tient : un lieu, ou un lien de connexion."))
    if meeting.has_started:
        raise RuleBroken("in_the_past", _("Cette date est passée : choisissez-en une autre avant d’annoncer."))
    meeting.announced_at = clock.now()
    meeting.state = step(MEETING_MOVES, meeting.state, "announce")
    meeting.audience = meeting.audience_for(meeting.visibility)
    meeting.save(update_fields=["announced_at", "state", "audience"])
    tell("meetings.announced", meeting, by=by)
    journal.enqueue("meetings.invite", key=f"meetings.invite:{meeting.pk}", meeting=meeting.pk)
    search.touch(meeting)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: Any, reason: str) -> Meeting:
    """It will not be held: those who answered are told why, and calendars forget it."""
    reason = reason.strip()
    if not reason:
        raise RuleBroken("reason_missing", _("Dites pourquoi : la raison est écrite aux inscrits."), field="reason")
    _stop_asking_dates(meeting, by, reason)
    meeting = locked(meeting)
    if meeting.is_cancelled:
        return meeting
    _require(meeting, "cancel")
    meeting.state, meeting.state_reason = step(MEETING_MOVES, meeting.state, "cancel"), reason
    meeting.sequence += 1
    meeting.changed_at = clock.now()
    meeting.save(update_fields=["state", "state_reason", "sequence", "changed_at"])
    tell("meetings.cancelled", meeting, by=by, reason=reason)
    if meeting.was_announced:
        journal.enqueue("meetings.tell_cancelled", key=f"meetings.tell_cancelled:{meeting.pk}", meeting=meeting.pk)
        search.touch(meeting)
    return meeting


def _stop_asking_dates(meeting: Meeting, by: Any, reason: str) -> None:
    """Its poll is held before it, as when a date is chosen. One that is over stays as it is."""
    poll = meeting.date_poll
    if poll is None or not poll.is_open:
        return
    try:
        polls.cancel_poll(poll=poll, by=by, reason=reason)
    except RuleBroken as refusal:
        if refusal.code != "poll_closed":
            raise


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: Any, reason: str = "") -> Meeting:
    """Nothing is due any more. Without published minutes, one says why there will be none."""
    meeting = locked(meeting)
    if meeting.state == MeetingState.CLOSED:
        return meeting
    _require(meeting, "close")
    published = MinutesVersion.objects.filter(minutes__meeting=meeting).exists()
    if not published and not reason.strip():
        text = _("Aucun compte rendu n’est publié : dites en une phrase pourquoi il n’y en aura pas.")
        raise RuleBroken("no_minutes", text, field="reason")
    _turn(meeting, "close", reason=reason.strip(), by=by)
    return meeting


@transaction.atomic
def reopen_meeting(*, meeting: Meeting, by: Any) -> Meeting:
    """Something was forgotten."""
    meeting = locked(meeting)
    if meeting.state != MeetingState.HELD:
        _require(meeting, "reopen")
        _turn(meeting, "reopen", reason="", by=by)
    return meeting


def _turn(meeting: Meeting, verb: str, *, reason: str, by: Any) -> None:
    meeting.state, meeting.state_reason = step(MEETING_MOVES, meeting.state, verb), reason
    meeting.save(update_fields=["state", "state_reason"])
    tell("meetings.closed" if verb == "close" else "meetings.reopened", meeting, by=by, reason=reason)


def _require_to_come(meeting: Meeting) -> None:
    if meeting.has_started:
        raise RuleBroken("in_the_past", _("Cette date est passée : choisissez-en une autre."), field="day")


def _require(meeting: Meeting, verb: str) -> None:
    if step(MEETING_MOVES, meeting.state, verb) is None:
        text = _("Cela ne se fait plus : cette rencontre est « %(state)s ».")
        raise RuleBroken("meeting_state", text % {"state": meeting.get_state_display().lower()})
