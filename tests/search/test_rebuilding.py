"""Everything read again: the same documents as one by one, whatever stops it in the middle."""

from datetime import date
from typing import Any

import pytest

from cercles.organisations.enums import OrganisationState
from cercles.organisations.models import Goal, Organisation
from cercles.references.models import Term
from cercles.search.queries.folder import opened
from cercles.search.queries.schema import digest, written
from cercles.search.queries.sources import all_sources
from cercles.search.worker import differences, follow_once
from tests.factories.organisations import OrganisationFactory
from tests.factories.references import vocabularies
from tests.factories.territories import small_france


@pytest.fixture
def varied(db: Any) -> list[Organisation]:
    """Every column and relation, filled and empty, in other orders than their own."""
    places, made = small_france(), []
    vocabularies()
    terms = {
        name: list(Term.objects.of(name).order_by("-code")) for name in ("category", "theme", "sdg", "economic_model")
    }
    seats = [None, *(place for place in places.values() if place.kind == "commune")]
    for number in range(40):
        row = OrganisationFactory(
            name=f"« Œuvre » n° {number} \x01", legal_name="A.D.M.R." * (number % 2), short_name="ADMR" * (number % 3 == 0),
            purpose="Aider\n\nles aînés" * (number % 4), kinds="ACI EI" * (number % 5 == 0), legal_form="Association" * (number % 3),
            activity_code=("88.99B", "", "xx", "9499Z")[number % 4], seat=seats[number % len(seats)],
            siren=("807469317", None, "")[number % 3], rna=f"W75{number:07}" if number % 4 == 0 else None,
            category=terms["category"][number % 5] if number % 6 else None, state=OrganisationState.values[number % 4],
            visibility=("public", "network", "organisation")[number % 3], merged_into=made[0] if number % 13 == 12 else None,
        )  # fmt: skip
        row.themes.set(terms["theme"][: number % 4])
        row.economic_models.set(terms["economic_model"][: number % 3])
        for rank, term in enumerate(terms["sdg"][number % 5 : number % 5 + number % 4], start=1):
            Goal.objects.create(organisation=row, term=term, rank=rank)
        made.append(row)
    Organisation.objects.filter(pk__in=[row.pk for row in made[::3]]).update(
        changed_at="2019-07-03T22:30:00Z"
    )  # the 4th, in Paris
    return made


@pytest.mark.parametrize("most", [3, 7, 1000])
def test_many_at_a_time_are_the_documents_of_each(varied: Any, most: int) -> None:
    told = 0
    for source in all_sources():
        if source.bulk is None:
            continue
        read, last, found = source.bulk(), 0, {}
        while piece := read(last, most):
            found |= dict(piece)
            last = piece[-1][0]
        each = {row.pk: source.document(row) for row in source.objects()}
        assert list(found) == sorted(each)
        for pk, document in each.items():
            assert digest(found[pk]) == digest(document), pk
            assert written(source.kind, pk, found[pk]) == written(source.kind, pk, document)
        told += len(each)
    assert told == Organisation.objects.canonical().count() > 30


def test_what_cannot_be_read_many_at_a_time_is_read_one_by_one(
    varied: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    from cercles.organisations.adapters import documents

    def broken(self: Any, seats: Any) -> None:
        raise ValueError("no place")

    monkeypatch.setattr(documents.Bulk, "_learn", broken)
    follow_once()
    index = opened()
    assert index is not None
    assert differences(index) == {"missing": [], "left": [], "old": []}
    assert "are read one by one" in caplog.text


def test_dates_are_those_of_the_objects(varied: Any) -> None:
    source = next(source for source in all_sources() if source.model is Organisation)
    assert source.bulk is not None
    first, document = source.bulk()(0, 1)[0]
    assert (first, document.at) == (varied[0].pk, date(2019, 7, 4))
