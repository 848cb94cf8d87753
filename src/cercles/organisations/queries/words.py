"""The words of the filters: labels of terms, names of the larger places."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from cercles.core.prepared import prepared
from cercles.references.enums import Vocabulary
from cercles.references.models import Term
from cercles.search.queries.folder import Opened
from cercles.territories.enums import TerritoryKind
from cercles.territories.models import Territory

VOCABULARIES = {
    "category": Vocabulary.CATEGORY, "theme": Vocabulary.THEME, "sdg": Vocabulary.SDG, "model": Vocabulary.ECONOMIC_MODEL,
}  # fmt: skip
# Plain texts: a member of an enumeration is written ten times slower, and a département writes hundreds.
REGION, DEPARTEMENT = TerritoryKind.REGION.value, TerritoryKind.DEPARTEMENT.value


@dataclass(frozen=True)
class Names:
    """``terms``: the labels by vocabulary and code; ``places``: the names of régions and départements; ``above``: the région of each
    département."""

    terms: Mapping[str, Mapping[str, str]]
    places: Mapping[str, str]
    above: Mapping[str, str]


def names_of(index: Opened) -> Names:
    """Read once for each commit of the index: whoever changes a term or a territory has it written there too."""
    return index.keep(Names, _names)


def _names() -> Names:
    terms: dict[str, dict[str, str]] = {vocabulary: {} for vocabulary in VOCABULARIES.values()}
    for vocabulary, code, label in _labels(list(terms)):
        terms[vocabulary][code] = label
    areas = _areas()
    places = {f"{kind}:{code}": name for kind, code, name, _region in areas}
    above = {
        f"{DEPARTEMENT}:{code}": f"{REGION}:{region}"
        for kind, code, _name, region in areas
        if kind == DEPARTEMENT and region
    }
    return Names(terms, places, above)


@prepared
def _labels(vocabularies: Collection[str]) -> QuerySet[Term, tuple[str, str, str]]:
    found = Term.objects.filter(vocabulary__in=vocabularies).order_by()
    return found.values_list("vocabulary", "code", "label")


@prepared
def _areas() -> QuerySet[Territory, tuple[str, str, str, str]]:
    found = Territory.objects.current().filter(kind__in=[REGION, DEPARTEMENT]).order_by()
    return found.values_list("kind", "code", "name", "region_code")
