"""Two people act at once: what is counted or compared is locked first, always the circle before the rest."""

from django.utils.translation import gettext as _

from cercles.circles.models import Circle
from cercles.core.errors import RuleBroken


def locked(circle: Circle) -> Circle:
    """The circle's row, held until the end of the transaction."""
    return Circle.objects.select_for_update().get(pk=circle.pk)


def locked_open(circle: Circle) -> Circle:
    """The same, refused when the circle is closed."""
    fresh = locked(circle)
    if fresh.is_closed:
        raise RuleBroken("circle_closed", _("Ce cercle est clos : il se lit, mais rien ne s’y ajoute."))
    return fresh
