"""Those who were members where a circle comes from: invited when an administrator says so, and then back in their places."""

from typing import Any

from cercles.circles.actions.invitations import invite
from cercles.circles.actions.life import reopen_circle
from cercles.circles.enums import GIVEN_ROLES, CircleRole, Stage
from cercles.circles.models import ArrivedMember, Circle, Membership
from cercles.people.rules import can_administer


def invite_arrived(*, circle: Circle, by: Any, note: str) -> dict[str, int]:
    """A letter each. A circle that came closed opens again first: one enters an open circle. Run again, it writes to those who wait."""
    if not can_administer(by):
        raise PermissionError
    if circle.is_closed:
        reopen_circle(circle=circle, by=by, stage=Stage.TRANSFORMATION, note=note)
    told = {"invited": 0, "unreachable": 0}
    for row in ArrivedMember.objects.filter(circle=circle).select_related("person"):
        if row.person.email.endswith("@invalid"):
            told["unreachable"] += 1
            continue
        role = row.role if row.role in GIVEN_ROLES else CircleRole.MEMBER
        invite(circle=circle, by=by, email=row.person.email, role=role)
        told["invited"] += 1
    return told


def take_place(circle: Circle, person: Any) -> None:
    """She accepted: what she was there, she is here, since the same day."""
    row = ArrivedMember.objects.filter(circle=circle, person=person).first()
    if row is None:
        return
    here = Membership.objects.current().filter(circle=circle, person=person)
    here.update(since=row.since, pioneer_since=row.pioneer_since, role=row.role)
    row.delete()
