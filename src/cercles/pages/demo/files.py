"""Small files that open anywhere: a PDF, a DOCX, an ODT, a CSV, made from paragraphs."""

import io
import zipfile
from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from cercles.pages.demo.packages import DOCX, ODT, ODT_TYPE

_WIDTH, _LINES = 88, 46  # letters of a line, lines of a page


def made(name: str, paragraphs: Sequence[str]) -> bytes:
    """By the end of its name."""
    makers: dict[str, Callable[[Sequence[str]], bytes]] = {"pdf": _pdf, "docx": _docx, "odt": _odt}
    make = makers.get(name.rpartition(".")[2])
    return make(paragraphs) if make else "\n".join(paragraphs).encode("utf-8-sig")


def _zipped(parts: dict[str, str], first: str = "") -> bytes:
    """``first``: the type of an OpenDocument, which stands first and is not packed."""
    here = io.BytesIO()
    with zipfile.ZipFile(here, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr("mimetype", first, zipfile.ZIP_STORED)
        for name, text in parts.items():
            archive.writestr(name, text)
    return here.getvalue()


def _docx(paragraphs: Sequence[str]) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    return _zipped({name: text.replace("BODY", body) for name, text in DOCX.items()})


def _odt(paragraphs: Sequence[str]) -> bytes:
    body = "".join(f"<text:p>{escape(text)}</text:p>" for text in paragraphs)
    return _zipped({name: text.replace("BODY", body) for name, text in ODT.items()}, first=ODT_TYPE)


def _lines(paragraphs: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for text in paragraphs:
        line = ""
        for word in text.split():
            if len(line) + len(word) >= _WIDTH:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines += [line, ""]
    return lines


def _pdf(paragraphs: Sequence[str]) -> bytes:
    """One page of Helvetica."""
    shown = []
    for line in _lines(paragraphs)[:_LINES]:
        text = line.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        shown.append(b"(" + text + b") Tj T*")
    drawn = b"BT /F1 11 Tf 15 TL 60 780 Td\n" + b"\n".join(shown) + b"\nET"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page,
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn), font,
    )  # fmt: skip
    written, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(written)
    return written + b"xref\n0 6\n0000000000 65535 f \n" + table + end
