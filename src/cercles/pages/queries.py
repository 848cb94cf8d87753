"""What a page composes from what the rooms registered."""

from datetime import timedelta
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from cercles.core import clock, markdown, slots
from cercles.core.components import Panel
from cercles.journal.queries import DueItem

_NUMBERS = ("deux", "trois", "quatre", "cinq", "six", "sept")
# Seven days, not « since Monday »: on a Monday morning, when one looks at one's week, nothing would have left yet.
LATELY = timedelta(days=7)


def due_for(person: Any) -> list[DueItem]:
    """What waits for this person in every room, the most urgent first."""
    items: list[DueItem] = slots.collect("due", person)
    return sorted(items, key=lambda item: (-item.urgency, item.title))


def due_lines(items: list[DueItem]) -> list[dict[str, Any]]:
    """What each line says; the first is the act of the page."""
    return [
        {"number": number, "first": number == 1, "title": item.title, "note": item.note, "label": item.label, "url": item.url}
        for number, item in enumerate(items, 1)
    ]  # fmt: skip


def gestures(count: int) -> str:
    """« quatre gestes suffisent », in letters while it reads well."""
    if count == 1:
        return _("un geste suffit")
    in_letters = 2 <= count < 2 + len(_NUMBERS)
    return _("%(count)s gestes suffisent") % {"count": _NUMBERS[count - 2] if in_letters else count}


def sent_alone(person: Any) -> str:
    """« 2 rappels, 1 compte rendu »: what left lately without her, in the circles she runs."""
    return ", ".join(slots.collect("week.sent", person, clock.now() - LATELY))


def week_panels(person: Any, due: list[DueItem]) -> list[Panel]:
    return slots.collect("week.panels", person, [item.url for item in due])


def public_panels(reader: Any) -> list[Panel]:
    return slots.collect("home.public", reader)


# The guide: the files of ``docs/guide``, or the copy of them that the wheel carries.

_COPY = Path(__file__).parent / "data"
DATA = _COPY if _COPY.is_dir() else Path(__file__).parents[3] / "docs"
GUIDE = {
    "": "guide/README.md",
    "participer": "guide/participer.md",
    "animer": "guide/animer.md",
    "administrer": "guide/administrer.md",
    "tableurs": "guide/tableurs.md",
    "operations": "operations.md",
}


@cache
def guide_page(slug: str) -> markdown.Document:
    """A page of the guide, written once a process. Raises ``KeyError`` for a page that does not exist."""
    return markdown.document((DATA / GUIDE[slug]).read_text(encoding="utf-8"), address=guide_address)


def guide_pages() -> list[tuple[str, str, str]]:
    """``(slug, address, title)`` of each page, in the order one reads them."""
    return [(slug, guide_address(file), guide_page(slug).title) for slug, file in GUIDE.items()]


def guide_address(target: str) -> str:
    """Where the site shows what a file of the guide names. Raises ``KeyError`` for what the site does not have."""
    if target.startswith(("http:", "https:", "mailto:", "#")):
        return target
    path, _sep, part = target.partition("#")
    if PurePosixPath(path).parent.name == "images":
        return static(f"pages/guide/{PurePosixPath(path).name}")
    slug = {PurePosixPath(file).name: slug for slug, file in GUIDE.items()}[PurePosixPath(path).name]
    page = reverse("pages:guide_page", args=[slug]) if slug else reverse("pages:guide")
    return f"{page}#{part}" if part else page
