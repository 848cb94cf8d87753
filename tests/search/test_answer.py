"""The directory's answer: what is found, in which order, and counts that are true for whoever asks."""

from typing import Any

import pytest

from cercles.organisations.models import Organisation
from cercles.organisations.queries import Answer, Filters, Lines, answer
from cercles.organisations.queries.answer import answer_ids
from cercles.references.models import Term
from cercles.territories.models import Territory
from tests.cast import PERSONS, Cast
from tests.factories.organisations import OrganisationFactory
from tests.factories.territories import small_france


def asked(reader: Any, text: str = "", **chosen: Any) -> Answer:
    found = answer(reader, text, Filters(**chosen))
    assert found is not None, "the index did not answer"
    return found


def names(found: Answer) -> list[str]:
    rows = Organisation.objects.in_bulk(found.ids)
    return [rows[pk].name for pk in found.ids]


@pytest.fixture
def place(db: Any) -> Any:
    return small_france()


@pytest.fixture
def made(cast: Cast, place: Any, indexed: Any) -> None:
    """Twelve organisations of all kinds."""
    terms = {code: Term.objects.create(vocabulary=vocabulary, code=code, label=f"Mot {code}") for vocabulary, code in [
        ("category", "siae"), ("category", "association"), ("theme", "food"), ("sdg", "8"), ("economic_model", "functional"),
    ]}  # fmt: skip
    codes, seats = ("8899B", "8810A", "9499Z", ""), ("69123", "01033", "93066", None)
    for number in range(12):
        row = OrganisationFactory(
            name=f"Atelier {chr(97 + number)}", activity_code=codes[number % 5 % 4], seat=place.get(seats[number // 3]),
            category=terms[("siae", "association")[number % 2]], purpose="Ressourcerie du quartier" if number == 5 else "",
            visibility=("public", "network", "organisation", "public")[number % 4],
        )  # fmt: skip
        row.themes.set([terms["food"]] if number % 3 == 0 else [])
        row.economic_models.set([terms["functional"]] if number % 5 == 0 else [])
    indexed()


@pytest.mark.parametrize("who", PERSONS)
@pytest.mark.parametrize("text", ["", "atelier"])
def test_every_count_is_what_choosing_it_finds(cast: Cast, made: Any, who: str, text: str) -> None:
    reader = cast.person(who)
    chosen = [{}, {"territory": "region:84"}, {"territory": "departement:69"}, {"activity": "Q"}, {"activity": "88"}]
    for filters in chosen:
        found = asked(reader, text, **filters)
        rows = Organisation.objects.visible_to(reader).filter(pk__in=found.ids)
        assert (found.total, rows.count()) == (len(found.ids), len(found.ids))
        for name, values in found.facets.items():
            for value in values:
                there = asked(reader, text, **{**filters, name: value.code})
                assert value.count == there.total == len(there.ids), (filters, name, value)


def test_of_words_read_less_strictly_each_count_is_what_choosing_it_finds(cast: Cast, indexed: Any) -> None:
    """Under one theme nothing is called so, and what begins so in a text is found; under the other something is."""
    food, circular = (Term.objects.create(vocabulary="theme", code=code, label=code) for code in ("food", "circular"))
    OrganisationFactory(name="Bleu").themes.set([food])
    OrganisationFactory(name="Autre", purpose="Les bleuets du quartier").themes.set([food, circular])
    indexed()
    found = asked(cast.account, "bleu", theme="circular")
    counted = {value.code: value.count for value in found.facets["theme"]}
    assert (found.close, found.total, counted) == (True, 1, {"food": 1, "circular": 1})
    assert {code: asked(cast.account, "bleu", theme=code).total for code in counted} == counted


def test_what_is_chosen_is_opened(cast: Cast, made: Any) -> None:
    values = asked(cast.account, activity="88").facets["activity"]
    assert [(value.code, value.depth, value.chosen) for value in values] == [
        ("Q", 0, False), ("88", 1, True), ("88.99B", 2, False), ("88.10A", 2, False), ("S", 0, False),
    ]  # fmt: skip
    for chosen, opened in (
        ("departement:69", ["region:84", "departement:01", "departement:69", "commune:69123"]),
        ("departement:93", ["region:11", "departement:93", "epci:200054781"]),
        ("epci:200054781", ["region:11", "departement:93", "epci:200054781", "commune:93066"]),
    ):
        values = asked(cast.account, territory=chosen).facets["territory"]
        above = opened[0]
        assert [value.code for value in values if value.depth or value.code == above] == opened
        assert [value.code for value in values if value.chosen] == [chosen]


def test_by_name_and_page_after_page(cast: Cast, made: Any) -> None:
    every = asked(cast.account)
    assert names(every) == sorted(names(every))
    paged: list[int] = []
    for page in (1, 2, 3, 4, 5):
        found = answer_ids(cast.account, "", Filters(), 2, page)
        assert found is not None
        assert found[0] == every.total
        paged += found[1]
    assert paged == every.ids[:10]


def test_near_a_place(cast: Cast, made: Any, place: Any) -> None:
    Territory.objects.filter(code="01033").update(latitude=45.9, longitude=4.9)  # 16 km from Lyon
    near = asked(cast.account, near="69123", km="20")
    assert near.total == Organisation.objects.visible_to(cast.account).filter(seat__code__in=["69123", "01033"]).count()
    assert near.total > asked(cast.account, near="69123", km="10").total > 0
    assert [asked(cast.account, near=code).total for code in ("75056", "00000")] == [0, 0]


def test_a_code_is_read_as_it_is_typed(cast: Cast, made: Any) -> None:
    """By the index and by the database alike."""
    for typed, code in (("8899b", "88.99B"), ("88.99b", "88.99B"), ("q", "Q")):
        assert asked(cast.account, activity=typed).ids == asked(cast.account, activity=code).ids != []
        assert [row[0] for row in Lines(cast.account, **Filters(activity=typed).asked(""))[:20]] == asked(
            cast.account, activity=code
        ).ids
    assert (
        asked(cast.account, territory="departement:2a").total == asked(cast.account, territory="departement:2A").total
    )


def test_words_of_what_it_does_are_found_too_after_names(cast: Cast, made: Any, indexed: Any) -> None:
    OrganisationFactory(name="La Ressourcerie")
    indexed()
    assert names(asked(cast.account, "ressourcerie")) == ["La Ressourcerie", "Atelier f"]
    close = asked(cast.account, "resourcerie")
    assert (names(close), close.close) == (["La Ressourcerie", "Atelier f"], True)
