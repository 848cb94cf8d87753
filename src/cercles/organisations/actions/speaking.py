"""What a page says for the duplicates merged into it: that their unit has ended, that it asks to be shown in part.

Nothing else of a duplicate is written on the page that speaks for it. Each column so written is signed with the duplicate (``of``): it
follows what the register says of that duplicate later, and goes when the two are parted (``docs/decisions/0025``).
"""

from collections.abc import Collection
from typing import Any

from cercles.organisations.enums import NOT_FILES, WHOLE_UNITS, OrganisationState, Source
from cercles.organisations.models import Organisation

HIDDEN = ("address", "post_code")  # of a unit that asks to be shown in part: no file says them, none keeps them
# Where it is, as lists of changes tell it: a commune that was not found is written with its post code.
TOLD = (*HIDDEN, "place_written")
_PARTLY = "is_partly_diffusible"
_END = ("state", "ended_on")
# What a page says of itself when it says nothing for a duplicate. Where it was is not known any more: its own files say it again.
_ALONE: dict[str, Any] = {_PARTLY: False, "state": OrganisationState.ACTIVE, "ended_on": None}
_UNIT = ("siren", "rna", "rnf")
Changed = dict[str, tuple[Any, Any]]  # what each column held and holds


def write(row: Organisation, wanted: dict[str, Any], signature: str, of: int | None = None) -> Changed | None:
    """None when nothing at all differs, not even what is kept beside a person's words."""
    before = {name: getattr(row, name) for name in wanted}
    if not wanted or not row.write_from_file(wanted, signature, of):
        return None
    row.write_search_key()
    return {name: (old, getattr(row, name)) for name, old in before.items() if getattr(row, name) != old}


def hide(row: Organisation, wanted: dict[str, Any], post_code: str = "") -> bool:
    """Where a hidden unit is goes, whoever says it, unless a person wrote it; what files said beside her words goes too, and the post
    code (``post_code`` is that of the file) from the words for a commune not found. True when something of that was remembered."""
    forgot = _without_code(row, wanted, post_code or row.post_code)
    for name in HIDDEN:
        wanted.pop(name, None)
        written = row.written_by(name)
        if not written.hand and getattr(row, name) and written.source not in NOT_FILES:
            wanted[name] = ""
    return row.forget_said(HIDDEN) or forgot


def _without_code(row: Organisation, wanted: dict[str, Any], code: str) -> bool:
    """Not signed: its own file goes on writing these words, and finds the commune."""
    held, row.place_written = row.place_written, _bare(row.place_written, code)
    if "place_written" in wanted and (said := _bare(wanted.pop("place_written"), code)) != row.place_written:
        wanted["place_written"] = said
    return row.place_written != held


def _bare(words: str, code: str) -> str:
    return " ".join(word for word in words.split() if word != code) if code else words


def take_on(page: Organisation, duplicate: Organisation, *, represented: bool) -> Changed | None:
    """Write on ``page`` what it must say for ``duplicate``. Gives what ``write`` gives."""
    partly, forgot = _partly(page, duplicate)
    told = [
        {} if forgot else None,
        None if duplicate.is_partly_diffusible else give_back(page, duplicate, (_PARTLY, *HIDDEN)),
        None if duplicate.has_ended else give_back(page, duplicate, _END),
        write(page, partly, Source.SIRENE, duplicate.pk),
        write(page, _end(page, duplicate, represented=represented), _source(duplicate), duplicate.pk),
    ]
    found = [one for one in told if one is not None]
    return {name: pair for one in found for name, pair in one.items()} if found else None


def give_back(
    page: Organisation, duplicate: Organisation, names: Collection[str] = (_PARTLY, *HIDDEN, *_END)
) -> Changed | None:
    """What ``page`` said for ``duplicate`` alone goes. Gives what ``write`` gives."""
    gone = [name for name in names if page.said_for(name) == duplicate.pk]
    if not gone:
        return None
    page.provenance = {name: entry for name, entry in page.provenance.items() if name not in gone}
    before = {name: getattr(page, name) for name in gone if name in _ALONE}
    for name in before:
        setattr(page, name, _ALONE[name])
    return {name: (old, _ALONE[name]) for name, old in before.items()}


def _partly(page: Organisation, duplicate: Organisation) -> tuple[dict[str, Any], bool]:
    """Whoever represents the page, as when Sirene says it of the page itself. With what ``hide`` gives."""
    if not duplicate.is_partly_diffusible:
        return {}, False
    wanted: dict[str, Any] = {} if page.is_partly_diffusible else {_PARTLY: True}
    forgot = hide(page, wanted)
    return wanted, forgot


def _end(page: Organisation, duplicate: Organisation, *, represented: bool) -> dict[str, Any]:
    """Of a register of whole units, as it would be heard on the page itself; only of the same unit as far as their identifiers tell:
    the association that was closed to be founded anew is often merged into the one that goes on."""
    follows = page.said_for("state") == duplicate.pk
    news = duplicate.has_ended and not page.has_ended and not represented and _source(duplicate) in WHOLE_UNITS
    if not follows and (not news or _are_two_units(page, duplicate)):
        return {}
    return {name: value for name in _END if getattr(page, name) != (value := getattr(duplicate, name))}


def _source(duplicate: Organisation) -> str:
    return duplicate.written_by("state").source


def _are_two_units(page: Organisation, duplicate: Organisation) -> bool:
    """By the numbers of the page; where it has none, by those of its other duplicates: one of two units that ends leaves the other."""
    others: list[Organisation] | None = None
    for name in _UNIT:
        said, held = getattr(duplicate, name), getattr(page, name)
        if said and not held:
            others = [*page.aliases.exclude(pk=duplicate.pk)] if others is None else others
            held = next((its for one in others if (its := getattr(one, name)) and its != said), None)
        if said and held and said != held:
            return True
    return False
