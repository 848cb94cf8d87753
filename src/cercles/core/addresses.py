"""Read a pasted list of e-mail addresses: from a mail's « À » line, from a spreadsheet, or one a line."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _

_ADDRESS = re.compile(r"[^\s<>;,\"()\[\]:|]*@[^\s<>;,\"()\[\]|]*")
_HEADS = frozenset({  # the first line of a spreadsheet
    "nom", "prénom", "prenom", "adresse", "électronique", "e-mail", "email", "mail", "courriel", "téléphone", "organisation", "fonction",
})  # fmt: skip
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

    Understands « Prénom Nom <a@b.fr> », ``;`` ``,`` and tabs between columns or people, and a name before or after its address.
    """
    found: dict[str, Address] = {}
    rejected: list[Rejected] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if set(re.findall(r"[\w-]+", line.lower())) <= _HEADS:
            continue
        for name, raw in _pieces(line):
            email = raw.strip(".'").lower()
            if not _is_valid(email):
                reason = (
                    _("ce n’est pas une adresse électronique complète") if raw else _("aucune adresse électronique")
                )
                rejected.append(Rejected(number, f"{name} {raw}".strip() if raw else line.strip()[:120], reason))
            else:
                found.setdefault(email, Address(name, email))
    return list(found.values()), rejected


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
