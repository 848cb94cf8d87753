"""A mail written as HTML, as text: paragraphs, lists, links with their address, quotations as « > » lines."""

import re
from html.parser import HTMLParser

_BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre",
    "blockquote", "dl", "dt", "dd", "center", "form", "address",
}  # fmt: skip
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre"}
_HIDDEN = {"script", "style", "title", "template"}  # each for itself: « </head> » may be left out
_BEGINS = re.compile(r"<(script|style|title|template)\b[^>]*>[^<]*", re.IGNORECASE)
_VOID = {"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, str]] = []  # depth of quotation, text
        self.now = ""
        self.depth = self.kept = 0
        self.hidden: list[str] = []
        self.links: list[tuple[str, int]] = []

    def end_line(self, *, spaced: bool = False) -> None:
        text = self.now if self.kept else " ".join(self.now.replace("\xa0", " ").split())
        if text.strip():
            self.lines.append((self.depth, text.rstrip()))
        if spaced and self.lines and self.lines[-1][1]:
            self.lines.append((self.depth, ""))
        self.now = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self._start_block(tag)
        if tag == "blockquote":
            self.depth += 1
        elif tag == "pre":
            self.kept += 1
        elif tag == "li":
            self.end_line()
            self.now = "- "
        elif tag in {"td", "th"} and self.now.strip():
            self.now += " "
        elif tag == "a":
            self.links.append((told.get("href") or "", len(self.now)))
        elif tag == "img" and (told.get("alt") or "").strip() and not self.hidden:
            self.now += f"[{told['alt']}]"

    def _start_block(self, tag: str) -> None:
        if tag == "body" or tag in _BLOCKS:  # a title is over then, closed or not
            self.hidden = [name for name in self.hidden if name != "title"]
        if tag in _HIDDEN:
            self.hidden.append(tag)
        elif tag == "br":
            self._break()
        elif tag == "hr":
            self.end_line()
            self.lines.append((self.depth, "_" * 32))
        elif tag in _BLOCKS:
            self.end_line(spaced=tag in _SPACED)

    def _break(self) -> None:
        """Two in a row are an empty line."""
        if self.now.strip():
            self.end_line()
        elif self.lines and self.lines[-1][1]:
            self.lines.append((self.depth, ""))
        self.now = ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if tag in _HIDDEN:
            self._show(tag)
        elif tag == "a" and self.links:
            self._end_link(*self.links.pop())
        elif tag == "li":
            self.end_line()
        elif tag in _BLOCKS:
            self.end_line(spaced=tag in _SPACED)
        if tag == "blockquote":
            self._end_quote()
        elif tag == "pre":
            self.kept = max(0, self.kept - 1)

    def _show(self, tag: str) -> None:
        if tag in self.hidden:
            self.hidden.remove(tag)

    def _end_quote(self) -> None:
        """The empty line after it is outside it."""
        self.depth = max(0, self.depth - 1)
        if self.lines and not self.lines[-1][1]:
            self.lines[-1] = (self.depth, "")

    def _end_link(self, href: str, start: int) -> None:
        shown = self.now[start:].strip()
        bare = href.removeprefix("mailto:")
        if href.startswith(("http://", "https://", "mailto:")) and shown and bare.rstrip("/") not in shown:
            self.now += f" <{bare}>"

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        if self.kept:
            first, *others = data.split("\n")
            self.now += first
            for line in others:
                self.end_line()
                self.now = line
        else:
            self.now += re.sub(r"[ \t\r\n\f]+", " ", data)


def page_text(html: str) -> str:
    """The text of a mail's HTML; what it cannot make sense of stays as words."""
    text = _read(html)
    return text or _read(_BEGINS.sub(lambda found: _unless_endless(found, html), html))


def _unless_endless(found: re.Match[str], html: str) -> str:
    """What hides the rest of the page because nothing ends it is taken away."""
    ends = re.compile(rf"</{found.group(1)}\b", re.IGNORECASE).search(html, found.end())
    return found.group() if ends else " "


def _read(html: str) -> str:
    reader = _Reader()
    reader.feed(html.replace("\x00", ""))
    reader.close()
    reader.end_line()
    lines = [f"{'> ' * depth}{text}".rstrip() if depth else text for depth, text in reader.lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n" if lines else ""
