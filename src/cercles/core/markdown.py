"""Texts people write: Markdown without HTML, then cleaned. Nothing a person types ever reaches a page as code."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import pairwise

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cercles.core.typography import NBSP, french

_parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")
_TAGS = {
    "p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a",
    "h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}


@lru_cache(maxsize=1024)
def render(text: str) -> SafeString:
    """HTML of ``text``. Its headings start below the page's own, and none is skipped: the first is an ``h3``, whatever its signs."""
    tokens = _parser.parse(text or "")
    tag = "h2"
    for token in tokens:
        if token.type == "heading_open":
            tag = "h3" if tag == "h2" or token.tag in {"h1", "h2"} else "h4"
        if token.type in {"heading_open", "heading_close"}:
            token.tag = tag
        for part in token.children or ():
            if part.type == "text":  # neither code nor addresses
                part.content = french(part.content)
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener nofollow ugc")
    return mark_safe(_by_keyboard(clean))


def _by_keyboard(html: str) -> str:
    """What scrolls sideways can be reached without a mouse."""
    return html.replace("<pre>", '<pre tabindex="0">')


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """The words alone, for one line of a list."""
    return unescape(nh3.clean(_parser.render(text), tags=set())).strip()


# Pages of the software itself, such as its guide: their pictures and their headings' addresses are ours.

_WIDE = '<div class="table-responsive" tabindex="0"><table>'  # a wide table scrolls alone, by the keyboard too
_document = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Document:
    """A Markdown file as a page: its ``#`` title, the ``##`` headings as ``(anchor, text)``, and the html below the title."""

    title: str
    headings: list[tuple[str, str]]
    html: SafeString


def document(text: str, *, address: Callable[[str], str]) -> Document:
    """``address`` turns what the file names (``other.md#part``, ``images/a.webp``) into an address of the site."""
    tokens = _document.parse(spaced(text))
    title, headings = "", []
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            anchor, words = anchor_of(inline.content), plain(inline.content)
            opening.attrSet("id", anchor)
            if opening.tag == "h1":
                title = title or words
            elif opening.tag == "h2":
                headings.append((anchor, words))
    for token in tokens:
        for part in token.children or ():
            _readdress(part, address)
    below = [token for i, token in enumerate(tokens) if not _is_of_title(tokens, i)]
    html = _document.renderer.render(below, _document.options, {})
    return Document(
        title, headings, mark_safe(_by_keyboard(html.replace("<table>", _WIDE).replace("</table>", "</table></div>")))
    )


def anchor_of(heading: str) -> str:
    """The anchor that forges give to a heading, so that ``page.md#part`` leads to the same place there and here."""
    words = re.sub(r"[^\w\- ]", "", heading.lower().replace(NBSP, " "))
    return words.strip().replace(" ", "-")


def spaced(text: str) -> str:
    """French no-break spaces, outside code and addresses: files are typed with ordinary ones."""
    pieces = re.split(r"(`[^`]*`|\]\([^)]*\)|^\s*\|[-:| ]+\|\s*$)", text, flags=re.MULTILINE)
    return "".join(piece if n % 2 else french(piece) for n, piece in enumerate(pieces))


def _is_of_title(tokens: list[Token], index: int) -> bool:
    return any(0 <= i < len(tokens) and tokens[i].tag == "h1" and tokens[i].type == f"heading_{side}"
               for i, side in ((index, "open"), (index - 1, "open"), (index, "close")))  # fmt: skip


def _readdress(token: Token, address: Callable[[str], str]) -> None:
    name = {"link_open": "href", "image": "src"}.get(token.type)
    if name:
        token.attrSet(name, address(str(token.attrGet(name))))
    if token.type == "image":
        token.attrSet("loading", "lazy")
