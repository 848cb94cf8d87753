"""Documents, as the actions add them, and the bytes of files of each format."""

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cercles.library import actions
from cercles.library.models import CircleDocument, DocumentVersion


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def add(cast: Any, *, name: str = "bilan.txt", data: bytes | None = None, **more: Any) -> CircleDocument:
    """Each with words of its own, so that none is the twin of another."""
    words = data if data is not None else f"Le texte numéro {CircleDocument.objects.count()}".encode()
    told = {"circle": cast.circle, "by": cast.member, "title": "Le bilan", "file": sent(name, words)}
    return actions.add_document(**told | more)


def read_all() -> None:
    """What the worker does a moment later."""
    for pk in DocumentVersion.objects.values_list("pk", flat=True):
        actions.read_text(version=pk)


_DAY = (2026, 1, 5, 9, 0, 0)  # the same bytes at whatever second they are made: tests are named by them


def zipped(parts: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), data, compress_type=zipfile.ZIP_DEFLATED)
    return made.getvalue()


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def docx(*paragraphs: str) -> bytes:
    body = "".join(
        f"<w:p><w:r><w:t>{text}</w:t></w:r><w:del><w:r><w:delText>ôté</w:delText></w:r></w:del></w:p>"
        for text in paragraphs
    )
    return zipped({"word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'})


def odt(*paragraphs: str, head: str = "") -> bytes:
    body = "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
    names = f'xmlns:text="{_ODF}:text:1.0" xmlns:office="{_ODF}:office:1.0"'
    content = f"<office:document-content {names}><office:body>{body}</office:body></office:document-content>"
    return zipped({"content.xml": head + content})


def pdf(text: str) -> bytes:
    """One page, written by hand, with its table of places."""
    drawn = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]  # fmt: skip
    made, places = b"%PDF-1.4\n", []
    for number, said in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, said)
    start = len(made)
    made += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
