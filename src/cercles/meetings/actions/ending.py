"""A circle is closed."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.models import Circle
from cercles.meetings.actions.running import cancel_meeting
from cercles.meetings.queries import ended_with


def end_with_circle(circle: Circle, by: Any) -> None:
    """Called inside the act that closes it: what is to come is cancelled as if by hand, drafts are dropped and told to nobody."""
    for meeting in ended_with(circle).select_related("circle").order_by("pk"):
        cancel_meeting(meeting=meeting, by=by, reason=_("Le cercle est clos."))
