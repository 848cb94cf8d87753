"""Who may see and do what around a meeting, in plain Python from the person and the object."""

from typing import Any

from cercles.circles.rules import can_edit_circle, is_facilitator, is_member, memory
from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.meetings.enums import ANSWERED_WITHIN, AS_MEMBER, TAKING_PART, MeetingState
from cercles.meetings.rules import kept

_LIVE = (MeetingState.DRAFT, MeetingState.ANNOUNCED)


def can_open_meeting(person: Any, circle: Any) -> bool:
    return can_edit_circle(person, circle)


def can_see_meeting(person: Any, meeting: Any) -> bool:
    """A draft is for who facilitates; then whom it is open to, and whoever was invited or registered."""
    if is_facilitator(person, meeting.circle):
        return True
    if not meeting.was_announced:
        return False
    if meeting.visibility == Visibility.PUBLIC:
        return True
    if not person.is_authenticated:
        return False
    if meeting.visibility == Visibility.NETWORK or is_member(person, meeting.circle):
        return True
    return meeting.pk in kept.registrations_of(person)


def can_run_meeting(person: Any, meeting: Any) -> bool:
    """Registrations, attendance, follow-ups, the answers after: who facilitates the circle, whatever the meeting's state."""
    return is_facilitator(person, meeting.circle)


def can_edit_meeting(person: Any, meeting: Any) -> bool:
    """Its date, place, seats: as long as it is to come."""
    return is_facilitator(person, meeting.circle) and meeting.state in _LIVE


def takes_part(person: Any, meeting: Any) -> bool:
    """One of those the meeting is between: who facilitates, who has a seat, who came."""
    if is_facilitator(person, meeting.circle):
        return True
    return kept.registrations_of(person).get(meeting.pk) in TAKING_PART


def can_see_names(person: Any, meeting: Any) -> bool:
    """Who comes, who came, who does what: members and participants; under the Chatham House rule, participants only."""
    if takes_part(person, meeting):
        return True
    return not meeting.is_chatham and meeting.was_announced and is_member(person, meeting.circle)


def can_see_registration(person: Any, registration: Any) -> bool:
    """One's own; all of them for who facilitates; of the others, who comes or came, for whoever may see the names."""
    own = person.is_authenticated and registration.person_id == person.pk
    if own or is_facilitator(person, registration.meeting.circle):
        return True
    return registration.state in TAKING_PART and can_see_names(person, registration.meeting)


def can_edit_registration(person: Any, registration: Any) -> bool:
    own = person.is_authenticated and registration.person_id == person.pk
    return own or is_facilitator(person, registration.meeting.circle)


def can_answer_invitation(person: Any, registration: Any) -> bool:
    """Hers; and what a circle asked its members ends when she leaves it, unless the meeting is open wider."""
    if not person.is_authenticated or registration.person_id != person.pk:
        return False
    meeting = registration.meeting
    wider = registration.came not in AS_MEMBER or meeting.visibility in (Visibility.NETWORK, Visibility.PUBLIC)
    return wider or is_member(person, meeting.circle)


def can_write_minutes(person: Any, meeting: Any) -> bool:
    """Who facilitates, and whoever was asked to report."""
    if not person.is_authenticated:
        return False
    return is_facilitator(person, meeting.circle) or meeting.reporter_id == person.pk


def can_see_minutes(person: Any, minutes: Any) -> bool:
    """A draft is for who writes it; a published version for whom it says, and always for who took part."""
    meeting = minutes.meeting
    if can_write_minutes(person, meeting):
        return True
    if not minutes.is_published:
        return False
    if takes_part(person, meeting) or minutes.visibility == Visibility.PUBLIC:
        return True
    if minutes.visibility == Visibility.NETWORK:
        return person.is_authenticated
    return minutes.visibility == Visibility.CIRCLE and is_member(person, meeting.circle)


def can_edit_minutes(person: Any, minutes: Any) -> bool:
    return can_write_minutes(person, minutes.meeting)


def can_see_follow_up(person: Any, follow_up: Any) -> bool:
    """What was to be done: who took part, the members of the circle, and whoever it is asked of."""
    if person.is_authenticated and follow_up.person_id == person.pk:
        return True
    return takes_part(person, follow_up.meeting) or is_member(person, follow_up.meeting.circle)


def can_answer_follow_up(person: Any, follow_up: Any) -> bool:
    """Whoever it is asked of, or those who are in the circle for that organisation; and who facilitates."""
    if not person.is_authenticated:
        return False
    if follow_up.person_id == person.pk or is_facilitator(person, follow_up.meeting.circle):
        return True
    mine = memory.membership_of(person, follow_up.meeting.circle)
    if follow_up.person_id is not None or mine is None or mine.organisation is None:
        return False
    return bool(_house(mine.organisation) == _house(follow_up.organisation))


def _house(organisation: Any) -> int:
    """Of a page merged into another since, the other."""
    return int(organisation.merged_into_id or organisation.pk)


def can_see_takeaway(person: Any, takeaway: Any) -> bool:
    """An answer after a meeting: hers, who facilitates; the members of the circle when she agreed, without her name."""
    if not person.is_authenticated:
        return False
    if takeaway.person_id == person.pk or is_facilitator(person, takeaway.meeting.circle):
        return True
    return takeaway.may_share and is_member(person, takeaway.meeting.circle)


def can_edit_takeaway(person: Any, takeaway: Any) -> bool:
    return person.is_authenticated and takeaway.person_id == person.pk


def can_answer_after(person: Any, meeting: Any) -> bool:
    """The one question after, for sixty days: who was there, or was expected as long as nobody ticked the list."""
    state = kept.registrations_of(person).get(meeting.pk)
    if clock.now() > meeting.ends_at + ANSWERED_WITHIN:
        return False
    return meeting.state in (MeetingState.HELD, MeetingState.CLOSED) and state in TAKING_PART
