"""Who reads, writes and closes the conversations of a circle."""

from typing import Any

from cercles.circles.enums import FACILITATING, HeldState, Stage, Writing
from cercles.circles.rules import memory


def can_see_thread(person: Any, thread: Any) -> bool:
    """The members of its circle, now."""
    return memory.membership_of(person, thread.circle) is not None


def can_write_in(person: Any, circle: Any) -> bool:
    """Start a conversation, ask a question: what is read again before waits, it is not refused."""
    mine = memory.membership_of(person, circle)
    return mine is not None and circle.stage != Stage.CLOSED and mine.writing != Writing.EXCLUDED


def can_post_in(person: Any, thread: Any) -> bool:
    return can_write_in(person, thread.circle) and thread.closed_at is None


def can_edit_thread(person: Any, thread: Any) -> bool:
    """Close it, open it again, change its subject: who started it, and who facilitates."""
    mine = memory.membership_of(person, thread.circle)
    if mine is None or thread.circle.stage == Stage.CLOSED:
        return False
    return thread.started_by_id == person.pk or mine.role in FACILITATING


def can_edit_message(person: Any, message: Any) -> bool:
    """One's own, as long as one writes freely: a change is read by nobody before."""
    mine = memory.membership_of(person, message.thread.circle)
    return mine is not None and mine.writing == Writing.FREE and can_withdraw_message(person, message)


def can_withdraw_message(person: Any, message: Any) -> bool:
    """One's own, while one is in the circle; closing a thread does not take it away from its author."""
    mine = memory.membership_of(person, message.thread.circle)
    if mine is None or message.thread.circle.stage == Stage.CLOSED:
        return False
    return message.author_id == person.pk and message.withdrawn_at is None


def can_see_held(person: Any, held: Any) -> bool:
    """A mail that waits: those who facilitate its circle."""
    mine = memory.membership_of(person, held.circle)
    return mine is not None and mine.role in FACILITATING


def can_set_held_aside(person: Any, held: Any) -> bool:
    """Refuse it: in a closed circle too."""
    return can_see_held(person, held) and held.state == HeldState.WAITING


def can_decide_held(person: Any, held: Any) -> bool:
    """Publish it, or refuse it: nothing enters a closed circle."""
    return can_set_held_aside(person, held) and held.circle.stage != Stage.CLOSED
