"""How registers write a date, an identifier, an address; the fast half of what ``models.identifiers`` checks with sentences."""

import re
from datetime import date

from cercles.organisations.actions.imports.drafts import longest

_HIDDEN = "[ND]"  # what Insee writes in place of what is not to be shown
_CUT = " […]"
_RNA = re.compile(r"W\d[0-9A-Z]\d{7}")
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_LA_POSTE = "356000000"


def shown(text: str) -> str:
    return "" if text == _HIDDEN else text


def day(text: str) -> date | None:
    """``2019-06-12``; None for ``0001-01-01``, for nothing, and for what is no date."""
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return found if found.year > 1 else None


def cut(column: str, text: str) -> str:
    """Shortened at a word when its column is shorter, which the text then says itself."""
    text, most = " ".join(text.split()), longest()[column]
    if len(text) <= most:
        return text
    return text[: most - len(_CUT)].rsplit(" ", 1)[0] + _CUT


def luhn(number: str) -> bool:
    """Is the last digit the key of the others?"""
    total = 0
    for place, sign in enumerate(reversed(number)):
        total += _DOUBLED[int(sign)] if place % 2 else int(sign)
    return total % 10 == 0


def siren(text: str) -> str | None:
    return text if len(text) == 9 and text.isascii() and text.isdigit() and luhn(text) else None


def siret(text: str) -> str | None:
    """The post offices of La Poste have keys of their own."""
    if not (len(text) == 14 and text.isascii() and text.isdigit() and luhn(text[:9])):
        return None
    if luhn(text) or (text.startswith(_LA_POSTE) and sum(map(int, text)) % 5 == 0):
        return text
    return None


def rna(text: str) -> str | None:
    return text if _RNA.fullmatch(text) else None


def post_code(text: str) -> str:
    return text if len(text) == 5 and text.isascii() and text.isdigit() else ""


def address(*parts: str) -> str:
    return cut("address", " ".join(part for part in map(shown, parts) if part))
