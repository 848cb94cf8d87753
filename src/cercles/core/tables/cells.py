"""One cell: made harmless for a spreadsheet, and read back as it was.

A spreadsheet runs a text that begins with ``= + - @``, a tab or a carriage return. Such a text is written behind an apostrophe.
So that every text has one writing and comes back exact, a text that already begins with apostrophes followed by one of these signs
gets one more, and reading takes exactly one away.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

_SIGNS = "=+\\-@\t\r"
_DANGEROUS = re.compile(f"'*[{_SIGNS}]")
_NEUTRALISED = re.compile(f"'+[{_SIGNS}]")


def neutral(text: str) -> str:
    """``=1+1`` → ``'=1+1``."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def original(text: str) -> str:
    """``'=1+1`` → ``=1+1``; the inverse of ``neutral``."""
    return text[1:] if text[:1] == "'" and _NEUTRALISED.match(text) else text


def as_text(value: Any, *, french: bool) -> str:
    """A cell of a CSV file. French: decimal comma, 12/06/2019; open data: decimal point, 2019-06-12."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",") if french else str(value)
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{local:%d/%m}/{local.year:04} {local:%H:%M}" if french else local.isoformat(timespec="seconds")
    if isinstance(value, date):
        return f"{value:%d/%m}/{value.year:04}" if french else value.isoformat()
    return neutral(str(value))
