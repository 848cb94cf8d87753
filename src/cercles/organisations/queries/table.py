"""The directory as a table: the columns that the export writes and that the import of the format ``cercles`` reads.

Terms are written by their codes, which never change, separated by a space; the labels beside them are for people and are not
read back. What an organisation keeps inside (its claims, its people) is not part of the table.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cercles.organisations.models import Organisation
from cercles.organisations.models.organisation import OrganisationQuerySet

_CHUNK = 500
_TAGS = ("themes", "economic_models", "innovation_roles", "goals__term")


def _codes(terms: Iterable[Any]) -> str:
    return " ".join(term.code for term in terms)


def _column(name: str) -> Callable[[Organisation], Any]:
    return lambda organisation: getattr(organisation, name)


# Heading → what it holds, in the order of the file.
COLUMNS: dict[str, Callable[[Organisation], Any]] = {
    "référence": _column("ref"),
    "nom": _column("name"),
    "dénomination": _column("legal_name"),
    "sigle": _column("short_name"),
    "catégorie": lambda row: row.category.code if row.category else "",
    "types": _column("kinds"),
    "forme juridique": _column("legal_form"),
    "code NAF": _column("activity_code"),
    "SIREN": _column("siren"),
    "SIRET": _column("siret"),
    "RNA": _column("rna"),
    "RNF": _column("rnf"),
    "objet": _column("purpose"),
    "site": _column("website"),
    "adresse": _column("address"),
    "code postal": _column("post_code"),
    "code commune": lambda row: row.seat.code if row.seat else "",
    "thèmes": lambda row: _codes(row.themes.all()),
    "modèles économiques": lambda row: _codes(row.economic_models.all()),
    "rôles": lambda row: _codes(row.innovation_roles.all()),
    "objectifs": lambda row: _codes(goal.term for goal in row.goals.all()),
    "visibilité": _column("visibility"),
    "fictif": _column("is_fictional"),
    "source": _column("source"),
    "clé source": _column("source_key"),
    "catégorie (libellé)": lambda row: row.category.label if row.category else "",
    "commune (libellé)": lambda row: row.seat.name if row.seat else "",
    "département (libellé)": lambda row: row.seat.parent.name if row.seat and row.seat.parent else "",
}


def rows_of(found: OrganisationQuerySet) -> Iterator[list[Any]]:
    """A row each, five hundred read at a time: a long list takes the memory of one piece."""
    read = found.select_related("category", "seat__parent").prefetch_related(*_TAGS)
    for organisation in read.iterator(chunk_size=_CHUNK):
        yield [value(organisation) for value in COLUMNS.values()]
