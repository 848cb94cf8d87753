"""The directory from the index and from the database: one answer to filters and numbers; to words, the index finds at least the names
that the database finds. And what is found is always what may be seen."""

import csv
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cercles.core.text import search_key
from cercles.organisations.models import Organisation
from cercles.organisations.queries import Filters, by_departement, find_organisations
from cercles.references.models import Term
from cercles.search.actions import touch
from cercles.search.queries.asking import Asked
from cercles.search.queries.finding import find, suggest
from cercles.search.queries.folder import _kept, current_name, root
from cercles.search.queries.sources import all_sources
from cercles.search.queries.wording import number_in
from tests.cast import PERSONS, Cast
from tests.factories.organisations import OrganisationFactory
from tests.factories.territories import small_france

# The register is not ours to publish: ``CERCLES_REGISTER=path`` when it is elsewhere than beside the sources.
BESIDE = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "siae-2020.csv"
REGISTER = Path(os.environ.get("CERCLES_REGISTER", BESIDE))
EXAMPLES = int(os.environ.get("CERCLES_EXAMPLES", "6"))


def said(reader: Any, text: str, filters: Filters, page: int = 1) -> tuple[int, set[int], dict[str, int], int | None]:
    found = find_organisations(reader, text, filters, page)
    return found.total, {row.pk for row in found.items}, by_departement(reader), found.behind


def both(reader: Any, text: str, filters: Filters, page: int = 1) -> tuple[Any, Any]:
    """What the index answers, then what the database answers once the index is put away."""
    *from_index, behind = said(reader, text, filters, page)
    assert behind is not None, "the index did not answer"
    pointer = root() / "current"
    name = current_name()
    pointer.unlink()
    try:
        *from_database, behind = said(reader, text, filters, page)
        assert behind is None
        return from_index, from_database
    finally:
        pointer.write_text(name)


def _terms() -> dict[str, list[Term]]:
    words = {
        "category": ("siae", "association"),
        "theme": ("food", "circular", "energy"),
        "economic_model": ("functional",),
    }
    return {
        vocabulary: [Term.objects.create(vocabulary=vocabulary, code=code, label=f"Mot {code}") for code in codes]
        for vocabulary, codes in words.items()
    }


NAMES = st.text(alphabet="abéÉçœ -’'%_.&(ab", min_size=1, max_size=24).filter(lambda name: bool(search_key(name)))
PLACES = (None, "69123", "01033", "62108", "97701", "93066")
ORGANISATIONS = st.lists(
    st.tuples(
        NAMES, st.sampled_from(["public", "network", "organisation"]), st.integers(-1, 1), st.sets(st.integers(0, 2)),
        st.booleans(), st.sampled_from(PLACES), st.booleans(),
    ),
    max_size=10,
)  # fmt: skip
QUERIES = st.tuples(
    st.one_of(st.just(""), st.text(alphabet="abéÉçœ -’'%_.&*\"", max_size=6), st.sampled_from(["80746931700018", "807469317"])),
    st.sampled_from(["", "siae", "association", "none"]),
    st.sampled_from(["", "region:84", "departement:01", "epci:200054781", "commune:69123", "lune:9", "region:"]),
    st.sampled_from(["", "food", "circular"]), st.sampled_from(["", "functional"]),
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=ORGANISATIONS, asked=st.lists(QUERIES, min_size=1, max_size=4), who=st.sampled_from(PERSONS))
def test_one_answer_and_only_what_may_be_seen(
    cast: Cast, world: Any, indexed: Any, made: Any, asked: Any, who: str
) -> None:
    places, terms = world
    Organisation.objects.exclude(pk=cast.organisation.pk).delete()
    for number, (name, visibility, category, themes, model, place, merged) in enumerate(made):
        row = OrganisationFactory(
            name=name, visibility=visibility, category=terms["category"][category] if category >= 0 else None,
            seat=places[place] if place else None, merged_into=cast.organisation if merged and number else None,
            siret="80746931700018" if number == 0 else None, siren="807469317" if number < 2 else None,
        )  # fmt: skip
        row.themes.set([terms["theme"][theme] for theme in themes])
        row.economic_models.set(terms["economic_model"] if model else [])
    indexed()
    reader = cast.person(who)
    for text, category, territory, theme, model in asked:
        from_index, from_database = both(reader, text, Filters(category, territory, theme, model))
        assert from_index[2] == from_database[2]
        if not search_key(text) or number_in(text):
            assert from_index == from_database
        elif text.replace(" ", "").isalpha():
            assert from_index[1] >= from_database[1]
        _only_what_may_be_seen(
            reader, text, {"category": category, "territory": territory, "theme": theme, "model": model}
        )


def _only_what_may_be_seen(reader: Any, text: str, filters: dict[str, str]) -> None:
    """Every hit is in ``visible_to``, and every total is the number of hits that one finds page after page."""
    found = find(reader, Asked(text, "", filters))
    for tab in found.tabs:
        source = next(source for source in all_sources() if source.key == tab.key)
        visible = {source.shown(row).url for row in source.of(reader)}
        urls: list[str] = []
        for page in range(1, 5):
            groups = find(reader, Asked(text, tab.key, filters), page).groups
            urls += [hit.shown.url for group in groups for hit in group.hits]
        assert set(urls) <= visible
        assert tab.total == len(urls) == len(set(urls))
    for facet in find(reader, Asked(text, "organisations", filters)).facets:
        for choice in facet.choices:
            assert (
                choice.count
                == find(reader, Asked(text, "organisations", {**filters, facet.kind.key: choice.code})).total
            )
    seen = {source.shown(row).url for source in all_sources() for row in source.of(reader)}
    assert {shown.url for _source, shown in suggest(reader, text)} <= seen


@pytest.fixture
def world(cast: Cast) -> Any:
    return small_france(), _terms()


def test_a_page_just_written_is_on_its_way(cast: Cast, indexed: Any) -> None:
    """The index answers meanwhile and says how far behind it is: while many write, it always is by a little."""
    indexed()
    touch(OrganisationFactory(name="Toute neuve"))
    found = find_organisations(cast.stranger, "neuve", Filters(), 1)
    assert (found.total, found.behind) == (0, 1)
    indexed()
    found = find_organisations(cast.stranger, "neuve", Filters(), 1)
    assert ([row.name for row in found.items], found.behind) == (["Toute neuve"], 0)


def test_a_damaged_index_is_said_to_the_follower_and_the_database_answers(cast: Cast, indexed: Any) -> None:
    indexed()
    for path in (root() / current_name()).glob("*.*"):
        if path.suffix not in (".json", ".lock"):
            path.unlink()
            path.write_bytes(b"damaged" * 50)
    _kept.clear()
    assert find_organisations(cast.stranger, "val", Filters(), 1).total == 1
    assert find(cast.stranger, Asked("val")).behind is None


@pytest.mark.slow
@pytest.mark.register
@pytest.mark.skipif(not REGISTER.exists(), reason="the register of 2020 is not on this machine")
def test_the_register_of_2020(cast: Cast, indexed: Any) -> None:
    """3 853 real structures: the first and second pages of words of ten names."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        rows = list({row["siret"]: row for row in csv.DictReader(file)}.values())
    category = Term.objects.create(vocabulary="category", code="siae", label="Structure")
    Organisation.objects.bulk_create(
        Organisation(
            name=row["brand"] or row["name"], legal_name=row["name"],
            search_key=search_key(row["brand"] or row["name"], row["name"])[:360], siret=row["siret"],
            siren=row["siret"][:9], category=category, audience="public", visibility="public", ref=f"r{number:09}",
        )
        for number, row in enumerate(rows)
    )  # fmt: skip
    indexed()
    for text in ("", rows[0]["siret"]):
        for page in (1, 2):
            from_index, from_database = both(cast.stranger, text, Filters(), page)
            assert from_index == from_database, text
    for row in rows[::390]:
        for text in (row["name"], *row["name"].split()[:2]):
            (total, *_rest), (names, *_rest) = both(cast.stranger, text, Filters())
            assert total >= names > 0, text
    assert find_organisations(cast.stranger, "", Filters(), 1).total == len(rows) + 1
