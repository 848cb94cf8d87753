"""Who may know the answer to a question of a circle: those who shared a sheet that speaks of it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.queries.knowing import Reason, share
from cercles.practices.enums import SHARED
from cercles.practices.models import PracticeSheet


def knowing(circle: Any, reader: Any, words: frozenset[str]) -> Iterable[tuple[int, Reason]]:
    """``(person, reason)``, of the shared sheets of the circle that the reader may see."""
    found = PracticeSheet.objects.visible_to(reader).filter(circle=circle, state__in=SHARED, author__isnull=False)
    for author, title in found.order_by("pk").values_list("author", "title"):
        if share(words, title):
            values = {"title": title}
            told = _("vous avez partagé la fiche « %(title)s »") % values
            yield author, Reason(_("a partagé la fiche « %(title)s »") % values, told)
