"""The two files we read: the structures of insertion, and what our own export writes."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.core.errors import RuleBroken
from cercles.core.tables import FileRefused, Row, Table
from cercles.core.tables.reader import column_key
from cercles.core.text import search_key
from cercles.organisations.actions.imports.drafts import Draft, digest, fitted, named, post_code, website
from cercles.organisations.actions.imports.places import Places
from cercles.organisations.actions.imports.registers import Rna, Sirene
from cercles.organisations.enums import (
    MOST_GOALS,
    NATIONAL,
    ORGANISATION_VISIBILITIES,
    Layout,
    OrganisationState,
    Source,
)
from cercles.organisations.models.identifiers import IDENTIFIERS, clean_identifiers
from cercles.organisations.models.organisation import UNIQUE_IDENTIFIERS
from cercles.references.enums import Vocabulary
from cercles.references.models import Term

Cells = Mapping[str, str]
Reader = Callable[[Row], Draft]
Words = dict[tuple[str, str], int]

REQUIRED: dict[str, tuple[str, ...]] = {Layout.SIAE: ("siret", "name", "kind"), Layout.CERCLES: ("nom",)}
_VOCABULARIES = {
    "thèmes": ("themes", Vocabulary.THEME),
    "modèles économiques": ("economic_models", Vocabulary.ECONOMIC_MODEL),
    "rôles": ("innovation_roles", Vocabulary.INNOVATION_ROLE),
}
# Heading of the file → text column of an organisation.
_TEXTS = {
    "dénomination": "legal_name", "sigle": "short_name", "types": "kinds", "forme juridique": "legal_form",
    "code NAF": "activity_code", "objet": "purpose", "adresse": "address",
}  # fmt: skip


def reader_for(layout: str, table: Table, *, few: bool = False) -> Reader:
    """What turns the rows of a file into drafts. Refuses the file when a column it needs is missing. ``few``: for a row or two."""
    if layout in NATIONAL:
        return national_reader(layout, Places(few=few), words_known())
    found = {column_key(name): name for name in table.columns}
    missing = _missing(layout, found)
    if missing:
        fits = [one for one in REQUIRED if not _missing(one, found)]
        raise FileRefused(_wrong_columns(missing, table.columns, fits=fits))
    read = (
        partial(_siae, category=_category_id("siae"))
        if layout == Layout.SIAE
        else partial(_cercles, terms=words_known())
    )
    return partial(_draft, read=partial(read, places=Places(few=few)))


def national_reader(layout: str, places: Places, words: Words) -> Reader:
    """Its table was gathered: the columns are there. Asks the database nothing."""
    categories = {code: pk for (vocabulary, code), pk in words.items() if vocabulary == Vocabulary.CATEGORY}
    register: Any = Rna(places, categories.get("association")) if layout == Layout.RNA else Sirene(places, categories)
    return lambda row: register.draft(row.cells)


def _missing(layout: str, found: Iterable[str]) -> list[str]:
    return [name for name in REQUIRED[Layout(layout)] if column_key(name) not in found]


def _wrong_columns(missing: list[str], columns: Sequence[str], *, fits: list[str]) -> str:
    said = ngettext(
        "Il manque la colonne « %(missing)s ». Colonnes trouvées : %(found)s.",
        "Il manque les colonnes « %(missing)s ». Colonnes trouvées : %(found)s.",
        len(missing),
    )
    other = _(" Le format « %(layout)s » lui irait.") % {"layout": Layout(fits[0]).label} if fits else ""
    return said % {"missing": " », « ".join(missing), "found": ", ".join(columns[:30])} + other


def _draft(row: Row, *, read: Callable[[Cells], Draft]) -> Draft:
    return read({_key(name): value for name, value in row.cells.items()})


@cache
def _key(name: str) -> str:
    return column_key(name)


def _siae(cells: Cells, *, places: Places, category: int | None) -> Draft:
    """A structure of insertion. One SIRET may stand twice, once for each kind of agreement: it is one organisation."""
    name, brand, kind = named(cells["name"]), " ".join(cells.get("brand", "").split()), cells["kind"].upper()
    usual = brand if sum(char.isalpha() for char in brand) > 2 else name
    identifiers = clean_identifiers({"siret": cells["siret"]})
    code, city = post_code(cells.get("post code", "")), cells.get("city", "")
    columns = {
        "name": fitted("name", usual),
        "legal_name": name if search_key(name) != search_key(usual) else "",
        "legal_form": fitted("legal_form", cells.get("legal form", "")),
        "activity_code": fitted("activity_code", cells.get("naf", "").upper()),
        "address": fitted("address", cells.get("address", "")),
        "website": website(cells.get("website", "")),
        "post_code": code,
        "seat_id": places.seat_id(
            code=cells.get("code commune", ""), post_code=code, name=city, departement=cells.get("department", "")
        ),
        "category_id": category,
        **identifiers,
    }
    key = f"{identifiers['siret'] or digest(name, code, city)}-{fitted('kinds', kind)}"
    return Draft(Source.SIAE, key, columns, kind=kind, is_register=True)


def _cercles(cells: Cells, *, places: Places, terms: Words) -> Draft:
    """What ``queries.table`` writes. A column that the file does not have is left as it is."""
    columns: dict[str, Any] = {"name": named(cells["nom"])}
    for heading, column in _TEXTS.items():
        if column_key(heading) in cells:
            columns[column] = fitted(column, cells[column_key(heading)])
    if any(name in cells for name in IDENTIFIERS):
        columns |= clean_identifiers({name: cells.get(name) for name in IDENTIFIERS})
    if "site" in cells:
        columns["website"] = website(cells["site"])
    if "code postal" in cells:
        columns["post_code"] = post_code(cells["code postal"])
    if "code commune" in cells:
        columns["seat_id"] = places.seat_id(code=cells["code commune"])
    if "categorie" in cells:
        columns["category_id"] = next(iter(_ids(cells["categorie"], Vocabulary.CATEGORY, terms)), None)
    columns |= _life(cells)
    tags = {
        relation: frozenset(_ids(cells[column_key(heading)], vocabulary, terms))
        for heading, (relation, vocabulary) in _VOCABULARIES.items()
        if column_key(heading) in cells
    }
    ref = _reference(cells.get("reference", ""))
    return Draft(
        source=_one_of(cells.get("source", ""), Source.values, Source.FILE),
        source_key=fitted("source_key", cells.get("cle source", "")) or _key_of_words(columns, ref),
        columns=columns | _said_at_birth(cells),
        tags=tags,
        goals=_goals(cells["objectifs"], terms) if "objectifs" in cells else None,
        ref=ref,
    )


def _key_of_words(columns: Mapping[str, Any], ref: str) -> str:
    """For a row that nothing names, so that it finds again the page that it made: its name in its place, or with its SIREN.

    A name alone is that of many: without either, only the same words throughout are the same row.
    """
    if ref or any(columns.get(name) for name in UNIQUE_IDENTIFIERS):
        return ""
    place, siren = columns.get("seat_id") or columns.get("post_code"), columns.get("siren")
    if place or siren:
        return digest(columns["name"], str(place or ""), *([siren] if siren else []))
    return digest(*(f"{name} {value}" for name, value in sorted(columns.items()) if value))


def _life(cells: Cells) -> dict[str, Any]:
    """What has become of it, and the days it began and ended."""
    found: dict[str, Any] = {}
    if "situation" in cells:
        found["state"] = _one_of(cells["situation"], OrganisationState.values, OrganisationState.ACTIVE)
    for heading, column in (("date de creation", "founded_on"), ("fin d activite", "ended_on")):
        if heading in cells:
            found[column] = _day(cells[heading])
    return found


def _day(text: str) -> date | None:
    """2019-06-12, or 12/06/2019 as people write it."""
    if not text:
        return None
    try:
        return datetime.strptime(text, "%d/%m/%Y" if "/" in text else "%Y-%m-%d").date()
    except ValueError as error:
        raise RuleBroken(
            "day_wrong", _("« %(text)s » n’est pas une date : écrivez 12/06/2019.") % {"text": text[:40]}
        ) from error


def _reference(text: str) -> str:
    """Ours, as the export wrote it: it becomes an address."""
    if text and not re.fullmatch(r"[a-z0-9]{6,12}", text):
        raise RuleBroken(
            "reference_wrong", _("« %(text)s » n’est pas une référence : laissez la case vide.") % {"text": text[:40]}
        )
    return text


def _said_at_birth(cells: Cells) -> dict[str, Any]:
    """What a file says of a new page only: who sees a page that exists is for its representatives to say."""
    visibility = _one_of(cells.get("visibilite", ""), ORGANISATION_VISIBILITIES, "public")
    return {"visibility": visibility, "is_fictional": cells.get("fictif", "").lower() in ("oui", "true", "1")}


def _one_of(text: str, allowed: Iterable[str], default: str) -> str:
    known = [str(value) for value in allowed]
    if text and text not in known:
        raise RuleBroken(
            "word_unknown", _("« %(text)s » : écrivez %(known)s.") % {"text": text[:40], "known": ", ".join(known)}
        )
    return text or default


def _goals(text: str, terms: Words) -> tuple[int, ...]:
    goals = tuple(dict.fromkeys(_ids(text, Vocabulary.SDG, terms)))
    if len(goals) > MOST_GOALS:
        raise RuleBroken("too_many_goals", _("Trois objectifs au plus."))
    return goals


def _ids(text: str, vocabulary: str, terms: Words) -> list[int]:
    codes = text.split()
    unknown = next((code for code in codes if (vocabulary, code) not in terms), None)
    if unknown is not None:
        raise RuleBroken(
            "term_unknown",
            _("« %(code)s » n’est pas un code de la liste « %(list)s ».")
            % {"code": unknown[:40], "list": Vocabulary(vocabulary).label},
        )
    return [terms[vocabulary, code] for code in codes]


def words_known() -> Words:
    """The id of each term, by vocabulary and code."""
    return {(vocabulary, code): pk for vocabulary, code, pk in Term.objects.values_list("vocabulary", "code", "pk")}


def _category_id(code: str) -> int | None:
    return Term.objects.of(Vocabulary.CATEGORY).filter(code=code).values_list("pk", flat=True).first()
