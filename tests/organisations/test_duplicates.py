"""Pages that look alike: which are proposed and why, and what is said of them stays said."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cercles.core.errors import RuleBroken
from cercles.core.text import search_key
from cercles.organisations import actions
from cercles.organisations.actions import duplicates
from cercles.organisations.actions.duplicates.traces import MOST
from cercles.organisations.enums import Fact, PairState
from cercles.organisations.models import DuplicatePair, DuplicateSearch, Organisation
from cercles.organisations.rules.likeness import Traits, agree, keys_of
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory

SIREN = "807469317"


def _page(places: dict[str, Any], name: str, commune: str = "69123", **more: Any) -> Organisation:
    return OrganisationFactory(name=name, seat=places[commune], **more)


def _found() -> list[tuple[str, str, list[str]]]:
    """What a search proposes: the two names, the facts."""
    duplicates.run_search(duplicates.ask_for_search(by=None).pk)
    return [(pair.first.name, pair.second.name, pair.facts) for pair in DuplicatePair.objects.open().order_by("pk")]


@pytest.mark.parametrize(
    ("one", "other", "facts"),
    [
        ({"name": "Les Toiles"}, {"name": "LES TOILES"}, ["name"]),
        ({"name": "Les Toiles"}, {"name": "Rive", "legal_name": "Les Toiles"}, ["name"]),
        ({"name": "Les Toiles", "siren": SIREN}, {"name": "Rive", "siren": SIREN}, ["siren"]),
        ({"name": "Ressourcerie du Loing", "post_code": "45200"}, {"name": "La resourcerie du Loing", "post_code": "45200"}, ["near"]),
        ({"name": "Atelier bois et fil", "post_code": "45200"}, {"name": "Fil et bois (ateliers)", "post_code": "45200"}, ["near"]),
        (
            {"name": "Rive", "website": "https://www.toiles.fr", "address": "12 rue du Pont"},
            {"name": "Les Toiles", "website": "http://toiles.fr/accueil", "address": "12, RUE DU PONT"},
            ["domain", "address"],
        ),
    ],
)  # fmt: skip
def test_what_is_proposed_and_why(places: Any, one: dict[str, Any], other: dict[str, Any], facts: list[str]) -> None:
    _page(places, **one), _page(places, **other)

    assert _found() == [(one["name"], other["name"], facts)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Les Toiles"}, {"name": "Les Toiles", "commune": "62108"}),
        ({"name": "Les Toiles", "siren": SIREN}, {"name": "Les Toiles", "siren": "552100554"}),
        ({"name": "Les Toiles", "rna": "W691000001"}, {"name": "Les Toiles", "rna": "W691000002"}),
        ({"name": "Rive", "website": "https://toiles.fr"}, {"name": "Les Toiles", "website": "https://toiles.fr"}),
        ({"name": "Rive", "address": "12 rue du Pont"}, {"name": "Les Toiles", "address": "12 rue du Pont"}),
        ({"name": "Amis du livre", "post_code": "69001"}, {"name": "Amis du vélo", "post_code": "69001"}),
    ],
)  # fmt: skip
def test_what_is_not_enough(places: Any, one: dict[str, Any], other: dict[str, Any]) -> None:
    _page(places, **one), _page(places, **other)

    assert _found() == []


def test_what_too_many_share_tells_nothing_and_is_counted(places: Any) -> None:
    for _ in range(MOST + 1):
        _page(places, "Amicale laïque")

    assert (_found(), DuplicateSearch.objects.get().too_many > 0) == ([], True)


def test_nothing_is_merged_and_searching_again_changes_nothing(places: Any) -> None:
    _page(places, "Les Toiles"), _page(places, "Les Toiles")

    first, second = _found(), _found()

    assert (first, len(first), Organisation.objects.canonical().count()) == (second, 1, 2)


def test_what_was_mended_meanwhile_is_no_longer_proposed(places: Any, cast: Cast) -> None:
    page, _other = _page(places, "Les Toiles"), _page(places, "Les Toiles")
    _found()

    actions.edit_organisation(organisation=page, by=cast.administrator, name="Un autre nom")

    assert _found() == []


def test_two_said_once_are_two_for_ever(places: Any, cast: Cast) -> None:
    _page(places, "Les Toiles"), _page(places, "Les Toiles")
    _found()

    duplicates.tell_apart(pair=DuplicatePair.objects.get(), by=cast.administrator, reason="Deux établissements.")

    assert _found() == []
    assert DuplicatePair.objects.values_list("state", "reason").get() == ("two", "Deux établissements.")


def test_to_say_two_takes_a_reason(places: Any, cast: Cast) -> None:
    pair = duplicates.propose(one=_page(places, "A"), other=_page(places, "B"), by=cast.administrator)

    with pytest.raises(RuleBroken, match="reason_missing"):
        duplicates.tell_apart(pair=pair, by=cast.administrator, reason=" ")


def test_merging_and_parting_settle_the_pair(places: Any, cast: Cast) -> None:
    one, other = _page(places, "Les Toiles"), _page(places, "Les Toiles")

    actions.merge_organisations(duplicate=one, into=other, reason="La même.", by=cast.administrator)
    assert DuplicatePair.objects.values_list("state", "reason").get() == (PairState.MERGED, "La même.")

    actions.undo_merge(duplicate=one, reason="Deux sites.", by=cast.administrator)
    assert DuplicatePair.objects.values_list("state", "reason").get() == (PairState.TWO, "Deux sites.")
    assert _found() == []


def test_a_search_killed_in_the_middle_is_taken_up(places: Any) -> None:
    _page(places, "Les Toiles"), _page(places, "Les Toiles")
    killed = DuplicateSearch.objects.create(read=1)

    assert duplicates.ask_for_search(by=None) == killed
    assert (duplicates.run_search().pk, DuplicatePair.objects.count()) == (killed.pk, 1)


_names = st.text("abcdeéà -sxlt", min_size=1, max_size=14)
_traits = st.builds(
    Traits, pk=st.integers(1, 3), name=_names, legal_name=_names | st.just(""), siren=st.sampled_from([None, "1", "2"]),
    rna=st.sampled_from([None, "W1"]), seat=st.sampled_from([None, 1, 2]), post_code=st.sampled_from(["", "69001"]),
    website=st.sampled_from(["", "https://a.fr", "https://www.a.fr/b", "pas une adresse ["]),
    address=st.sampled_from(["", "1 rue du Pont"]),
)  # fmt: skip


@given(_traits, _traits)
def test_order_does_not_matter_and_each_fact_is_true(one: Traits, other: Traits) -> None:
    shared = [fact for fact, _key in set(keys_of(one)) & set(keys_of(other))]

    held = agree(one, other, shared)

    assert held == agree(other, one, shared)
    assert set(held) <= set(shared)
    assert not (held and one.siren and other.siren and one.siren != other.siren)
    assert (Fact.SIREN in held) <= (one.siren == other.siren and one.seat == other.seat)
    assert held == [] or {Fact.SIREN, Fact.NAME, Fact.NEAR} & set(held) or len(held) > 1


@given(_traits)
def test_a_page_agrees_with_its_own_copy(page: Traits) -> None:
    shared = [fact for fact, _key in keys_of(page)]

    assert (Fact.NAME in agree(page, page, shared)) == (
        page.seat is not None and any(search_key(name) for name in (page.name, page.legal_name))
    )
