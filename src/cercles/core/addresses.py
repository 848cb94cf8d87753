"""Read a pasted list of e-mail addresses: from a mail's « À » line, from a spreadsheet, or one a line."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cercles.core.tables.cells import original
from cercles.core.text import search_key

_ADDRESS = re.compile(r"[^\s<>;,\"()\[\]:|]*@[^\s<>;,\"()\[\]|]*")
_HEADS = frozenset({  # the first line of a spreadsheet
    "nom", "prénom", "prenom", "adresse", "électronique", "e-mail", "email", "mail", "courriel", "téléphone", "organisation", "fonction",
})  # fmt: skip
_MAIL_HEADS = (
    "courriel", "e mail", "email", "mail", "adresse electronique", "adresse e mail", "adresse email", "adresse mail", "adresse",
)  # fmt: skip
_NAME_HEADS = ("prenom", "nom")  # in the order in which one is called
_LAST_FIRST = re.compile(r'"([^",]+),([^",]+)"')  # a mail program writes « "Lenoir, Maud" <maud@exemple.fr> »
_AROUND = " \t\xa0;,:|<>()[]\"'«»*•-–"


@dataclass(frozen=True)
class Address:
    """One person to write to; ``name`` is empty when the list does not say it."""

    name: str
    email: str


@dataclass(frozen=True)
class Rejected:
    """What could not be read: the number of its line, what was written there, and why, in words for the person who pasted."""

    line: int
    text: str
    reason: str | Promise


def parse_addresses(text: str) -> tuple[list[Address], list[Rejected]]:
    """Addresses in their order, each once, and what could not be read, line by line.

    Understands « Prénom Nom <a@b.fr> », ``;`` ``,`` and tabs between columns or people, and a name before or after its address. Under a
    heading that names them, the columns of names and addresses are read and the others left.
    """
    found: dict[str, Address] = {}
    rejected: list[Rejected] = []
    for number, name, raw, line in _table(text) or _lines(text):
        email = raw.strip(".'").lower()
        if not _is_valid(email):
            reason = _("ce n’est pas une adresse électronique complète") if raw else _("aucune adresse électronique")
            rejected.append(Rejected(number, f"{name} {raw}".strip() if raw else line.strip()[:120], reason))
        else:
            found.setdefault(email, Address(name, email))
    return list(found.values()), rejected


def _lines(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Number, name, address and the line itself, of each person of a list as one writes it."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not set(re.findall(r"[\w-]+", line.lower())) <= _HEADS:
            yield from ((number, name, raw, line) for name, raw in _pieces(line))


def _table(text: str) -> list[tuple[int, str, str, str]]:
    """The same of a table under its heading; nothing when the first line names no column of addresses, or a line has no columns."""
    first, _end, rest = text.lstrip("\ufeff \r\n").partition("\n")
    sign = max("\t;,", key=first.count)
    heads = [search_key(original(cell).replace("_", " ")) for cell in next(csv.reader([first], delimiter=sign), [])]
    mail = next((heads.index(head) for head in _MAIL_HEADS if head in heads), None)
    names = [heads.index(head) for head in _NAME_HEADS if head in heads]
    if mail is None or not names:
        return []
    records = csv.reader(rest.splitlines(keepends=True), delimiter=sign)
    try:
        return [person for cells in records for person in _record(records.line_num + 1, cells, names, mail)]
    except csv.Error:
        return []


def _record(number: int, cells: list[str], names: list[int], mail: int) -> list[tuple[int, str, str, str]]:
    told = [original(cell).strip() for cell in cells]
    line = " ".join(cell for cell in told if cell)
    if len(told) == 1:  # written below the table as one writes a person
        return [(number, name, raw, line) for name, raw in _pieces(line)] if line else []
    padded = told + [""] * (mail + max(names) + 1)
    name = _name(" ".join(padded[place] for place in names))
    within, raw = _pieces(padded[mail])[0]
    return [(number, name or within, raw or padded[mail], line)] if line else []


def _pieces(line: str) -> list[tuple[str, str]]:
    """``(name, address)`` for each address of the line; ``("", "")`` when there is none."""
    matches = list(_ADDRESS.finditer(line))
    if not matches:
        return [("", "")]
    if len(matches) == 1:
        only = matches[0]
        return [(_name(f"{line[: only.start()]} {line[only.end() :]}"), only.group())]
    starts = [0, *(match.end() for match in matches)]
    return [(_name(line[start : match.start()]), match.group()) for start, match in zip(starts, matches, strict=False)]


def _name(text: str) -> str:
    """« Lenoir, Maud » and the columns of a spreadsheet become one name."""
    text = _LAST_FIRST.sub(r"\2 \1", text)
    words = re.split(r"[\s;,|<>\"()\[\]]+", text.replace("mailto:", " ").strip(_AROUND))
    return " ".join(word for word in words if word)[:120]


def _is_valid(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254
