"""The pages of an export: no script, the tokens of the look, links that hold in a folder. Long ones are written as they come."""

import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from cercles.circles.exports.archive.rows import file_path
from cercles.core.markdown import render
from cercles.core.plaintext import typed
from cercles.core.portable import Part, Sheet

_DRESS = (
    "core/theme.css",
    "vendor/bootstrap/dist/css/bootstrap.min.css",
    "vendor/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2",
)


class End(NamedTuple):
    """An object that has a page, as others lead to it."""

    key: str
    page: str
    title: str


def dress() -> Iterator[tuple[str, bytes]]:
    """What the pages look like: files beside each other as the style sheet asks for them."""
    for name in _DRESS:
        found = finders.find(name)
        if found:
            yield f"habillage/{name}", Path(str(found)).read_bytes()


def around(template: str, pieces: Iterable[str], **said: Any) -> Iterator[bytes]:
    """The page in pieces: what is long stands where the template says ``{{ pieces }}``."""
    mark = secrets.token_hex(16)
    head, tail = render_to_string(template, {**said, "pieces": mark}).split(mark)
    yield head.encode()
    for piece in pieces:
        yield piece.encode()
    yield tail.encode()


def whole(template: str, **said: Any) -> bytes:
    return render_to_string(template, said).encode()


def part(one: Part) -> str:
    html = typed(one.text) if one.plain else render(one.text)
    files = [(f"../{_path(file)}", name) for file, name in one.files]
    return render_to_string("circles/archive/part.html", {"heading": one.heading, "html": html, "files": files})


def _path(file: Any) -> str:
    return file_path(file.instance.ref, file.instance.name)


def markdown(sheet: Sheet) -> Iterator[bytes]:
    """The same page as a text."""
    yield f"# {sheet.title}\n".encode()
    for label, text in sheet.facts:
        if text:
            yield f"\n- {label} : {text}".encode()
    for one in sheet.parts:
        yield f"\n\n## {one.heading}\n\n{one.text}".encode()
        for file, name in one.files:
            yield f"\n\n[{name}](../{_path(file)})".encode()
    yield b"\n"


def item(end: End) -> str:
    return format_html('<li><a href="{}">{}</a></li>', end.page, end.title)


def line(cells: Iterable[Any]) -> str:
    return "<tr>{}</tr>".format("".join(format_html("<td>{}</td>", mark_safe(cell)) for cell in cells))


def item_of(name: str) -> str:
    return format_html("<li>{}</li>", name)
