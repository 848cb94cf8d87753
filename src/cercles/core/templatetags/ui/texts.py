"""Texts: Markdown, dates, pairs, notices, empty states, the head of a page."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from cercles.core import markdown, typography
from cercles.core.templatetags.ui.library import draw, draw_around, one_of, register
from cercles.core.text import first_paragraph
from cercles.core.typography import french

register.filter("when", typography.when)
register.filter("when_time", typography.when_time)
register.filter("plain", markdown.plain)
register.filter("ago", typography.ago)
register.filter("first_paragraph", first_paragraph)
register.filter("french", typography.french)


@register.simple_tag
def md(*, text: str) -> SafeString:
    """What somebody wrote, in Markdown, cleaned."""
    return draw_around("core/ui/md.html", markdown.render(text))


@register.simple_tag
def page_head(*, title: str, eyebrow: str = "", lead: str = "", aside: str = "", level: int = 1) -> SafeString:
    """Where am I: the only ``h1`` of a page. ``aside``: html of discs or pills beside it."""
    return draw(
        "core/ui/page_head.html", title=french(title), eyebrow=french(eyebrow), lead=french(lead), aside=aside, tag=f"h{level}",
    )  # fmt: skip


@register.simple_tag
def facts(*, items: Iterable[tuple[str, Any]]) -> SafeString:
    """Pairs of a label and a value; a missing value is shown as missing."""
    shown = tuple((str(label), french(value) if isinstance(value, str) else value) for label, value in items)
    return draw("core/ui/facts.html", items=shown)


@register.simple_tag
def notice(*, text: str, kind: str = "info") -> SafeString:
    """One sentence about the page itself."""
    one_of(kind, ("info", "ok", "wait", "stop"), "notice")
    icon = {"info": "info", "ok": "check", "wait": "wait", "stop": "stop"}[kind]
    return draw("core/ui/notice.html", text=french(text), kind=kind, icon=icon)


@register.simple_tag
def empty(*, title: str, text: str = "", example: str = "", act_url: str = "", act_label: str = "") -> SafeString:
    """Nothing here yet: says what will be, with an example, and how to begin."""
    return draw("core/ui/empty.html", title=title, text=text, example=example, act_url=act_url, act_label=act_label)
