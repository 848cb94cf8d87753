"""A date that the circle chooses: a poll of dates under a meeting in preparation; the date chosen announces it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.meetings.actions.locks import locked
from cercles.meetings.actions.running import announce_meeting, change_meeting
from cercles.meetings.enums import MeetingState
from cercles.meetings.models import Meeting
from cercles.polls import actions as polls
from cercles.polls.enums import PollKind
from cercles.polls.models import Option, Poll


@transaction.atomic
def ask_dates(*, meeting: Meeting, by: Any, options: Sequence[str], closes_at: datetime) -> Poll:
    """The members say which dates suit them; the meeting waits. Once: the poll that is there goes on, unless it was
    cancelled."""
    poll = polls.open_poll(
        circle=meeting.circle, by=by, title=_("Quelle date pour « %(title)s » ?") % {"title": meeting.title[:110]},
        text=meeting.question, kind=PollKind.DATE, options=options, closes_at=closes_at, origin=meeting, zone=meeting.zone,
    )  # fmt: skip
    fresh = _in_preparation(meeting)
    if fresh.date_poll is not None and not fresh.date_poll.is_cancelled:
        raise RuleBroken("dates_asked", _("Les membres sont déjà consultés sur la date : ouvrez ce sondage."))
    fresh.date_poll = poll
    fresh.save(update_fields=["date_poll"])
    return poll


@transaction.atomic
def choose_date(*, meeting: Meeting, option: Option, by: Any) -> Meeting:
    """The poll closes with it, the meeting takes it and is announced: one act, or none of the three."""
    starts_at = option.starts_at
    if starts_at is None or option.poll_id != meeting.date_poll_id:
        raise RuleBroken("not_its_date", _("Cette date n’est pas de celles que le cercle a vues."))
    polls.close_poll(poll=option.poll, by=by, outcome=_("Date retenue : %(date)s.") % {"date": option.label})
    fresh = _in_preparation(meeting)
    change_meeting(meeting=fresh, by=by, starts_at=starts_at, ends_at=starts_at + fresh.duration)
    return announce_meeting(meeting=fresh, by=by)


def _in_preparation(meeting: Meeting) -> Meeting:
    fresh = locked(meeting)
    if fresh.state != MeetingState.DRAFT:
        told = _("Cette rencontre est « %(state)s » : sa date est fixée.")
        raise RuleBroken("date_fixed", told % {"state": fresh.get_state_display().lower()})
    return fresh
