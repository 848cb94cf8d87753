"""Who may do what in a circle, in plain Python from the person and the object."""

from typing import Any

from django.conf import settings

from cercles.circles.enums import FACILITATING, CircleRole, ReviewState, Stage, WhoOpens, Writing
from cercles.circles.rules import memory
from cercles.circles.rules.moderation import (  # noqa: F401
    answered_meanwhile,
    can_appeal,
    can_decide_report,
    can_lift_measure,
    can_remove,
    can_report,
    can_review_measure,
    can_see_measure,
    can_see_report,
    lifts_measures_of,
)
from cercles.circles.rules.questions import (  # noqa: F401
    can_certify,
    can_chase,
    can_pass,
    can_read_chase,
    can_settle,
    can_uncertify,
)
from cercles.circles.rules.threads import (  # noqa: F401
    can_decide_held,
    can_edit_message,
    can_edit_thread,
    can_post_in,
    can_see_held,
    can_see_thread,
    can_set_held_aside,
    can_withdraw_message,
    can_write_in,
)
from cercles.circles.rules.visits import can_read_by_visit, can_see_visit, may_visit  # noqa: F401


def is_member(person: Any, circle: Any) -> bool:
    return memory.membership_of(person, circle) is not None


def is_facilitator(person: Any, circle: Any) -> bool:
    row = memory.membership_of(person, circle)
    return row is not None and row.role in FACILITATING


def may_open_circle(person: Any) -> bool:
    """Directly, without asking."""
    if not person.is_authenticated:
        return False
    return person.is_administrator or settings.WHO_OPENS_CIRCLES == WhoOpens.EVERYBODY


def may_ask_to_open(person: Any) -> bool:
    return person.is_authenticated and settings.WHO_OPENS_CIRCLES == WhoOpens.ON_REQUEST and not may_open_circle(person)


def can_see_circle(person: Any, circle: Any) -> bool:
    """That it exists: name, purpose, for whom, themes, stage, charter."""
    if circle.visibility == "public":
        return True
    return person.is_authenticated and (circle.visibility == "network" or is_member(person, circle))


def can_see_inside(person: Any, circle: Any) -> bool:
    """Its life: members, grid, acceptances, history of its stages."""
    return is_member(person, circle)


def can_see_addresses(person: Any, circle: Any) -> bool:
    """The addresses of its members, to write to them in another way or take the list elsewhere. Who enters is told so."""
    return is_facilitator(person, circle)


def can_edit_circle(person: Any, circle: Any) -> bool:
    return is_facilitator(person, circle) and circle.stage != Stage.CLOSED


def can_set_stage(person: Any, circle: Any) -> bool:
    """Closing is an act, and so is opening again: a facilitator keeps this one right in a closed circle."""
    return is_facilitator(person, circle)


def can_ask_to_join(person: Any, circle: Any) -> bool:
    return (
        person.is_authenticated
        and circle.stage != Stage.CLOSED
        and can_see_circle(person, circle)
        and not is_member(person, circle)
    )


def can_act_as_member(person: Any, circle: Any) -> bool:
    """Add to it, freely: what has no facilitator to read it before is closed to whoever is read again, or writes no more."""
    mine = memory.membership_of(person, circle)
    return mine is not None and circle.stage != Stage.CLOSED and mine.writing == Writing.FREE


def can_see_charter(person: Any, version: Any) -> bool:
    """The rules of a circle are known to whoever knows that it exists; former versions stay among members."""
    return can_see_circle(person, version.circle)


def can_edit_charter(person: Any, version: Any) -> bool:
    """A version is never edited: this is publishing the next one."""
    return can_edit_circle(person, version.circle)


def can_see_door(person: Any, door: Any) -> bool:
    """A request to join, or an invitation: the person it names, and those who facilitate."""
    if not person.is_authenticated:
        return False
    return door.person_id == person.pk or is_facilitator(person, door.circle)


def can_decide_door(person: Any, door: Any) -> bool:
    return can_edit_circle(person, door.circle)


def can_see_opening(person: Any, request: Any) -> bool:
    return person.is_authenticated and (person.is_administrator or request.person_id == person.pk)


def can_decide_opening(person: Any, request: Any) -> bool:
    return person.is_authenticated and person.is_administrator and request.state == "asked"


def can_edit_membership(person: Any, row: Any) -> bool:
    """Role, pioneer, removal. Who holds facilitation changes only by hand-over; a co-facilitator, by the facilitator."""
    mine = memory.membership_of(person, row.circle)
    if mine is None or row.until is not None or row.circle.stage == Stage.CLOSED or mine.pk == row.pk:
        return False
    if row.role == CircleRole.FACILITATOR:
        return False
    if row.role == CircleRole.CO_FACILITATOR:
        return mine.role == CircleRole.FACILITATOR
    return mine.role in FACILITATING


def can_edit_position(person: Any, position: Any) -> bool:
    """Those who are in the circle for this organisation, or the person who is there for herself."""
    mine = memory.membership_of(person, position.circle)
    return mine is not None and position.circle.stage != Stage.CLOSED and mine.party == position.party


def can_see_nudge(person: Any, nudge: Any) -> bool:
    """What the week prepares, silence included: those who facilitate the circle alone."""
    return is_facilitator(person, nudge.circle)


def can_edit_nudge(person: Any, nudge: Any) -> bool:
    return can_edit_circle(person, nudge.circle)


def can_see_review(person: Any, review: Any) -> bool:
    """Published, the members; in draft, those who write it."""
    if is_facilitator(person, review.circle):
        return True
    return review.state == ReviewState.PUBLISHED and is_member(person, review.circle)


def can_edit_review(person: Any, review: Any) -> bool:
    """A published one never changes."""
    return review.state == ReviewState.DRAFT and can_edit_circle(person, review.circle)


def can_read_handover(person: Any, circle: Any) -> bool:
    """What a successor has to know: who facilitates, and the member to whom facilitation is proposed now."""
    return is_facilitator(person, circle) or (is_member(person, circle) and memory.is_proposed(person, circle))


def can_see_position(person: Any, position: Any) -> bool:
    if position.visibility == "public":
        return True
    if not person.is_authenticated:
        return False
    if position.visibility == "network":
        return True
    if position.visibility == "circle":
        return is_member(person, position.circle)
    return position.person_id == person.pk


def can_see_copy(person: Any, copy: Any) -> bool:
    """A copy of a circle is for whom it was made, alone."""
    return bool(person.is_authenticated and copy.person_id == person.pk)
