"""The directory as a table: the columns that the export writes and that the import of the format ``cercles`` reads.

Terms are written by their codes, which never change, separated by a space; the labels beside them are for people and are not
read back. What an organisation keeps inside (its claims, its people) is not part of the table.
"""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from cercles.organisations.queries.whole import Said, Whole


def _codes(terms: Iterable[Said]) -> str:
    return " ".join(term.code for term in terms)


# Heading → what it holds, in the order of the file.
COLUMNS: dict[str, Callable[[Whole], Any]] = {
    "référence": attrgetter("ref"),
    "nom": attrgetter("name"),
    "dénomination": attrgetter("legal_name"),
    "sigle": attrgetter("short_name"),
    "catégorie": attrgetter("category_code"),
    "types": attrgetter("kinds"),
    "forme juridique": attrgetter("legal_form"),
    "code NAF": attrgetter("activity_code"),
    "SIREN": attrgetter("siren"),
    "SIRET": attrgetter("siret"),
    "RNA": attrgetter("rna"),
    "RNF": attrgetter("rnf"),
    "objet": attrgetter("purpose"),
    "site": attrgetter("website"),
    "adresse": attrgetter("address"),
    "code postal": attrgetter("post_code"),
    "code commune": attrgetter("seat_code"),
    "situation": attrgetter("state"),
    "date de création": attrgetter("founded_on"),
    "fin d’activité": attrgetter("ended_on"),
    "thèmes": lambda row: _codes(row.themes),
    "modèles économiques": lambda row: _codes(row.economic_models),
    "rôles": lambda row: _codes(row.innovation_roles),
    "objectifs": lambda row: _codes(row.goals),
    "visibilité": attrgetter("visibility"),
    "fictif": attrgetter("is_fictional"),
    "source": attrgetter("source"),
    "clé source": attrgetter("source_key"),
    "catégorie (libellé)": attrgetter("category_label"),
    "commune (libellé)": attrgetter("seat_name"),
    "département (libellé)": attrgetter("seat_parent_name"),
}


def rows_of(found: Iterable[Whole]) -> Iterator[list[Any]]:
    return ([value(one) for value in COLUMNS.values()] for one in found)
