"""Who reads, answers and runs a poll, in plain Python from the person and the object."""

from typing import Any

from cercles.circles.enums import FACILITATING, Stage
from cercles.circles.rules import can_act_as_member, memory
from cercles.polls.enums import PollState, ShownWhen, Voters


def can_open_poll(person: Any, circle: Any) -> bool:
    """Any member of a circle that lives, who writes freely in it."""
    return can_act_as_member(person, circle)


def can_see_poll(person: Any, poll: Any) -> bool:
    """The members of its circle, now."""
    return memory.membership_of(person, poll.circle) is not None


def can_answer_poll(person: Any, poll: Any) -> bool:
    """Who has a voice: each member; or, by organisation, each who sits there for one."""
    mine = memory.membership_of(person, poll.circle)
    if mine is None or poll.state != PollState.OPEN or poll.circle.stage == Stage.CLOSED:
        return False
    return poll.voters == Voters.PERSON or mine.organisation_id is not None


def can_run_poll(person: Any, poll: Any) -> bool:
    """Close or cancel it, remind who said nothing, treat its objections: who opened it, and who facilitates."""
    mine = memory.membership_of(person, poll.circle)
    if mine is None or poll.state != PollState.OPEN or poll.circle.stage == Stage.CLOSED:
        return False
    return poll.opened_by_id == person.pk or mine.role in FACILITATING


def can_see_who_answered(person: Any, poll: Any) -> bool:
    """Of the date of a meeting under the Chatham House rule, where members read how many: who opened it and who facilitates, as they
    will read who has a seat."""
    mine = memory.membership_of(person, poll.circle)
    return mine is not None and (poll.opened_by_id == person.pk or mine.role in FACILITATING)


def can_see_results(person: Any, poll: Any) -> bool:
    """Nobody before it closes, when it was opened so: neither who opened it nor who facilitates."""
    return can_see_poll(person, poll) and (poll.state == PollState.CLOSED or poll.shown_when == ShownWhen.ALWAYS)
