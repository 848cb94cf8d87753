"""Containers: a sheet of paper, rows. Their content arrives already escaped by the template that wrote it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.template import Context, Engine, TemplateSyntaxError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cercles.core.components import Line, Panel
from cercles.core.templatetags.ui.library import draw, draw_around, one_of, register
from cercles.core.typography import french


@register.simple_block_tag
def sheet(
    content: str,
    *,
    title: str = "",
    eyebrow: str = "",
    quiet: bool = False,
    level: int = 2,
    act_url: str = "",
    act_label: str = "",
    id: str = "",
) -> SafeString:
    """A piece of the page that holds together, with at most one link beside its title."""
    _heading(level)
    return draw_around(
        "core/ui/sheet.html", content, title=french(title), eyebrow=eyebrow, quiet=quiet, tag=f"h{level}",
        act_url=act_url, act_label=act_label, id=id,
    )  # fmt: skip


@register.simple_block_tag
def rows(content: str) -> SafeString:
    """A list; holds ``row`` only."""
    return format_html('<ul class="rows">{}</ul>', content)


@register.simple_block_tag
def row(
    content: str,
    *,
    title: str = "",
    url: str = "",
    note: str = "",
    lead: str = "",
    act_url: str = "",
    act_label: str = "",
    act: str = "line",
    level: int = 3,
) -> SafeString:
    """One line of a list: what it is, what is known of it, at most one act. ``lead``: html of a disc, a day or an arc."""
    _heading(level)
    one_of(act, ("act", "line", "link", "stop"), "row")
    return draw_around(
        "core/ui/row.html", mark_safe(content.strip()), title=french(title), url=url, note=french(note), lead=lead, tag=f"h{level}",
        act_url=act_url, act_label=act_label, act=act,
    )  # fmt: skip


@register.simple_tag
def lines(*, items: Iterable[Line], level: int = 3) -> SafeString:
    """A whole list of plain lines, drawn at once: twenty ``row`` of a template cost as much as the rest of a page."""
    _heading(level)
    drawn = (
        draw(
            "core/ui/row.html", content=format_html("<small>{}</small>", line.small) if line.small else "",
            title=french(line.title), url=line.url, tag=f"h{level}",
        )
        for line in items
    )  # fmt: skip
    return SafeString(f'<ul class="rows">{"".join(drawn)}</ul>')


@register.simple_tag
def rows_of(*, items: Iterable[Any], template: str) -> SafeString:
    """A list whose lines are drawn by ``template`` from plain values, or from what they tell: each is drawn once for what it says."""
    return SafeString(f'<ul class="rows">{pieces(items=items, template=template)}</ul>')


@register.simple_tag
def pieces(*, items: Iterable[Any], template: str) -> SafeString:
    """The same for what is no list of rows: one piece after the other."""
    said = (item if isinstance(item, Mapping) else item.told for item in items)
    return SafeString("".join(draw(template, **values) for values in said))


@register.simple_tag
def piece(*, template: str, **values: Any) -> SafeString:
    """A part of a page that says plain values and nothing else, drawn once for them. It holds no form: a form has its own key."""
    return draw(template, **values)


@register.simple_tag
def thread(*, items: Iterable[Any], teaching: str = "") -> SafeString:
    """Where an object comes from and what came of it: steps with ``node``, ``side``, ``here``. ``teaching``: said when there are none."""
    drawn = [
        draw(
            "core/ui/thread_step.html", side=item.side, here=item.here, title=item.node.title, url=item.node.url,
            note=item.node.note,
        )
        for item in items or ()
    ]  # fmt: skip
    if drawn:
        return SafeString(f'<ol class="thread">{"".join(drawn)}</ol>')
    return format_html('<p class="note thread-none">{}</p>', teaching) if teaching else SafeString("")


@register.simple_tag(takes_context=True)
def panels(context: Context, *, items: Iterable[Panel], each: str = "") -> SafeString:
    """The pieces of a page that belong to other rooms, each drawn by its own template from its own context.

    ``each``: the class of a section around each. What every page knows was worked out for this one already, and is not asked again.
    """
    place = getattr(context, "_processors_index", None)
    everywhere: Any = {} if place is None else context.dicts[place]
    engine = Engine.get_default()
    drawn = [
        draw(item.template, **item.context)
        if item.alone
        else engine.get_template(item.template).render(Context({**everywhere, **item.context}))
        for item in items
    ]
    if each:
        return format_html_join("", '<section class="{}">{}</section>', ((each, piece) for piece in drawn))
    return SafeString("".join(drawn))


def _heading(level: int) -> None:
    if level not in {2, 3, 4, 5}:
        raise TemplateSyntaxError(f"level: {level!r} is not 2, 3, 4 or 5")
