"""Rows of the room that contradict each other: none should ever be found."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cercles.circles.models import Arrival, CharterVersion, Circle, Membership


def contradictions() -> list[str]:
    """Open circles that nobody facilitates, circles without a charter: one sentence each."""
    led = Membership.objects.facilitators().filter(circle=OuterRef("pk"))
    waited = Arrival.objects.filter(circle=OuterRef("pk"))  # nobody has accepted to come yet
    written = CharterVersion.objects.filter(circle=OuterRef("pk"))
    return [
        *(_("Le cercle « %(circle)s » n’a personne pour l’animer.") % {"circle": circle}
          for circle in Circle.objects.open().filter(~Exists(led) & ~Exists(waited))),
        *(_("Le cercle « %(circle)s » n’a pas de charte.") % {"circle": circle}
          for circle in Circle.objects.filter(~Exists(written))),
    ]  # fmt: skip
