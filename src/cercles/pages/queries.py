"""What a page composes from what the rooms registered."""

from collections.abc import Collection
from datetime import timedelta
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.circles.models import Circle
from cercles.circles.queries.week import Word, aside, held_in, led_by, words_for
from cercles.core import clock, markdown, slots
from cercles.core.components import Panel
from cercles.journal.queries import DueItem

_NUMBERS = ("deux", "trois", "quatre", "cinq", "six", "sept")
_PARTS = (
    (gettext_lazy("Ce qui ne peut pas attendre"), 60, 101),
    (gettext_lazy("Cette semaine"), 30, 60),
    (gettext_lazy("Quand vous aurez un moment"), 0, 30),
)
# Seven days, not « since Monday »: on a Monday morning, when one looks at one's week, nothing would have left yet.
LATELY = timedelta(days=7)


def due_for(person: Any) -> list[DueItem]:
    """What waits for this person in every room, the most urgent first."""
    items: list[DueItem] = slots.collect("due", person)
    return sorted(items, key=lambda item: (-item.urgency, item.title))


def prepared_for(person: Any, circles: Collection[Circle]) -> tuple[list[Word], list[dict[str, Any]]]:
    """The messages prepared in her name in these circles of hers, and what she put aside."""
    led = led_by(person, circles)
    held = held_in(led) if led else []
    return words_for(person, led, held), aside(held, led)


def week_lines(items: list[DueItem], words: list[Word]) -> list[dict[str, Any]]:
    """What each line says, the most urgent first; the first is the act of the page. A message is read and sent in its line."""
    lines: list[dict[str, Any]] = [
        {
            "title": item.title, "note": _of(item.group, item.title, item.note), "urgency": item.urgency, "word": None,
            "label": item.label, "url": item.url, "act": item.act,
        }
        for item in items
    ] + [
        {"title": word.title, "note": _of(word.circle.name, word.title, word.note), "urgency": word.urgency, "word": word}
        for word in words
    ]  # fmt: skip
    lines.sort(key=lambda line: (-line["urgency"], line["title"]))
    return [{**line, "number": number, "first": number == 1} for number, line in enumerate(lines, 1)]


def _of(circle: str, title: str, note: str) -> str:
    """Of which circle, once: not where the title says it."""
    return f"{circle} · {note}" if circle and circle not in title else note


def parts_of(lines: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Under three headings, those that have a line; one alone needs no heading."""
    found = [(str(title), [line for line in lines if low <= line["urgency"] < high]) for title, low, high in _PARTS]
    return [part for part in found if part[1]]


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
