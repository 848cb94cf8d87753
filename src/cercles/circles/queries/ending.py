"""The final review of a circle: what it is drafted from, and the one it closed with."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.circles.models import Circle, FinalReview, PreparedCopy, StageNote
from cercles.core import slots
from cercles.core.typography import when

MOST_LINES = 40


def draft_final_review(circle: Circle) -> str:
    """From what the members read: what was done, decided, what remains, what to keep. Who closes corrects it."""
    found: dict[str, list[str]] = defaultdict(list)
    found["done"].append(_opened(circle))
    for provider in slots.providers("circle.final_review"):
        for part, lines in provider(circle).items():
            found[part].extend(lines)
    titles = {
        "done": _("Ce qui a été fait"), "decided": _("Ce qui a été décidé"), "remains": _("Ce qui reste à faire"),
        "kept": _("Ce qu’il faut garder"),
    }  # fmt: skip
    parts = (f"## {title}\n\n{_listed(found[part])}" for part, title in titles.items() if found[part])
    return "\n\n".join(parts)


def _opened(circle: Circle) -> str:
    first = StageNote.objects.filter(circle=circle).order_by("at", "id").values_list("at", flat=True).first()
    count = circle.threads.count()
    said = ngettext("%(count)d échange", "%(count)d échanges", count) % {"count": count}
    day = when(first or circle.created_at)
    return _("Le cercle s’est ouvert le %(day)s ; il a tenu %(threads)s.") % {"day": day, "threads": said}


def _listed(lines: list[str]) -> str:
    shown = [f"- {line}" for line in lines[:MOST_LINES]]
    more = len(lines) - MOST_LINES
    if more > 0:
        shown.append("- " + ngettext("et %(more)d autre", "et %(more)d autres", more) % {"more": more})
    return "\n".join(shown)


def final_review_of(circle: Circle) -> FinalReview | None:
    """Of a circle that is closed, the one it closed with."""
    return circle.final_reviews.select_related("by").first() if circle.is_closed else None


def copies_of(circle: Circle, person: object) -> list[PreparedCopy]:
    """Hers, the newest first."""
    return list(PreparedCopy.objects.visible_to(person).filter(circle=circle)[:5])
