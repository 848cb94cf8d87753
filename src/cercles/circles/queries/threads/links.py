"""What a standing link of a mail says, as long as its person stands by it."""

from typing import Any

from cercles.circles.enums import RHYTHM
from cercles.circles.models import Circle
from cercles.core import standing
from cercles.people.models import User


def rhythm_link(token: str) -> tuple[Circle, Any] | None:
    """The circle and the person; None for a token that is not ours, or that she closed."""
    said = standing.read(token)
    if said is None or said.code != RHYTHM:
        return None
    person = User.objects.filter(pk=said.person_id).first()
    circle = Circle.objects.filter(pk=said.object_id).first()
    if person is None or circle is None or not standing.is_current(said, person):
        return None
    return circle, person
