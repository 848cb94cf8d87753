"""Ways to move: tabs and pages of a list."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.template import Context
from django.utils.safestring import SafeString

from cercles.core.components import Choice, Tab
from cercles.core.templatetags.ui.library import draw, register


@register.simple_tag
def tabs(*, items: Iterable[Tab], current: str, label: str) -> SafeString:
    """Tabs are links, so that each has an address; ``label`` names the group for screen readers."""
    said = tuple((tab.label, tab.url, tab.count, tab.key == current) for tab in items)
    return draw("core/ui/tabs.html", items=said, label=label)


@register.simple_tag
def facet(*, label: str, choices: Iterable[Choice], opened: bool = False) -> SafeString:
    """One way to narrow a list. Draws nothing without a choice."""
    said = tuple((one.label, one.url, one.count, one.chosen, one.inside) for one in choices)
    return draw("core/ui/facet.html", label=label, choices=said, opened=opened) if said else SafeString("")


@register.simple_tag(takes_context=True)
def pager(context: Context, *, page: Page) -> SafeString:
    """Pages of a list; keeps the filters of the address. Draws nothing for one page."""
    if page.paginator.num_pages < 2:
        return SafeString("")
    request: Any = context.get("request")
    given = request.GET.lists() if request else ()
    kept = urlencode([(name, text) for name, texts in given for text in texts if name != "page"])
    start = f"?{kept}&page=" if kept else "?page="

    def address(number: int) -> str:
        return f"{start}{number}"

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return draw(
        "core/ui/pager.html", number=page.number, first=page.start_index(), last=page.end_index(), total=page.paginator.count,
        steps=tuple((n, address(n)) if isinstance(n, int) else (0, "") for n in numbers),
        before=address(page.previous_page_number()) if page.has_previous() else "",
        after=address(page.next_page_number()) if page.has_next() else "",
    )  # fmt: skip
