"""The best offers are exactly the best, under any weights, filters and history, and their reasons add up to the last digit."""

import sys
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cercles_engine.matching import Index, Profile, Weights
from tests.engine.alone import run_alone
from tests.engine.matching.profiles import TODAY, all_weights, profiles
from tests.engine.matching.slowly import score, values

SCALE = {"levels": 5, "half_life": 365.0, "as_of": TODAY}


def _filled(offers: list[Profile]) -> Index:
    index = Index()
    for key, offer in enumerate(offers):
        index.put(key, offer)
    return index


def _ranked(need: Profile, offers: list[Profile], weights: Weights) -> list[tuple[float, int]]:
    """Everything scored, then sorted: the greatest first, equal ones by key."""
    scored = [(float(score(need, offer, offers, weights, **SCALE)), key) for key, offer in enumerate(offers)]
    return sorted([pair for pair in scored if pair[0] > 0], key=lambda pair: (-pair[0], pair[1]))


@given(
    need=profiles(one_place=True), offers=st.lists(profiles(), max_size=12), weights=all_weights(), k=st.integers(1, 12)
)
@settings(max_examples=25, deadline=None)
def test_the_best_are_those_of_scoring_every_offer(
    need: Profile, offers: list[Profile], weights: Weights, k: int
) -> None:
    index = _filled(offers)
    expected = _ranked(need, offers, weights)[:k]
    assert [(match.score, match.key) for match in index.top(need, k, weights=weights, as_of=TODAY)] == expected
    assert index.top_many([need, need], k, weights=weights, as_of=TODAY) == [expected, expected]


@given(need=profiles(), offers=st.lists(profiles(), min_size=1, max_size=6), weights=all_weights())
@settings(max_examples=25, deadline=None)
def test_reasons_and_counter_reasons_add_up_exactly(need: Profile, offers: list[Profile], weights: Weights) -> None:
    index = _filled(offers)
    for key, offer in enumerate(offers):
        match = index.match(need, key, weights=weights, as_of=TODAY)
        exact = sum((Fraction(term.points) for term in match.terms), Fraction(0))
        asked = sum(term.weight for term in match.terms if term.asked)
        assert Fraction(match.score) == exact
        assert exact + sum(Fraction(term.missed) for term in match.terms) == asked
        assert sum(term.points for term in match.reasons) == match.score
        assert {term.term for term in match.counter_reasons} == {
            term.term for term in match.terms if term.missed > term.weight / 1_000
        }
        for term in match.terms:
            assert Fraction(term.points) == term.weight * Fraction(term.value)
            assert 0 <= term.value <= 1
            assert term.missed >= 0
            if term.shared:
                assert sum(Fraction(points) for _code, points in term.shared) == Fraction(term.points)
        assert match.terms[4].known == (offer.level is not None)
        assert match.terms[5].known == (offer.dated is not None)


@given(need=profiles(one_place=True), offers=st.lists(profiles(), min_size=1, max_size=5))
@settings(max_examples=25, deadline=None)
def test_the_value_of_each_term_is_its_definition(need: Profile, offers: list[Profile]) -> None:
    index = _filled(offers)
    for key, offer in enumerate(offers):
        match = index.match(need, key, as_of=TODAY)
        assert {term.term: Fraction(term.value) for term in match.terms} == values(need, offer, offers, **SCALE)


@given(
    need=profiles(), offers=st.lists(profiles(), min_size=1, max_size=12), chosen=st.sets(st.integers(0, 14)),
    left_out=st.sets(st.integers(0, 14)), least=st.sampled_from([0.0, 5.0, 20.0]),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_a_filter_is_scoring_everything_then_filtering(
    need: Profile, offers: list[Profile], chosen: set[int], left_out: set[int], least: float
) -> None:
    index = _filled(offers)
    every = index.top(need, 12, as_of=TODAY)
    expected = [m for m in every if m.key in chosen and m.key not in left_out and m.score > least][:4]
    assert index.top(need, 4, as_of=TODAY, among=chosen, without=left_out, least=least) == expected
    assert index.top(need, 4, as_of=TODAY, among=index.selection(chosen), without=left_out, least=least) == expected


@given(data=st.data(), need=profiles())
@settings(max_examples=25, deadline=None)
def test_an_index_with_a_history_answers_as_one_built_at_once(data: st.DataObject, need: Profile) -> None:
    index, kept = Index(), {}
    chosen = index.selection({0, 2, 4})
    acts = st.lists(st.tuples(st.integers(0, 5), st.none() | profiles(), st.booleans()), max_size=25)
    for key, offer, asked in data.draw(acts):
        if offer is not None:
            index.put(key, offer)
            kept[key] = offer
        elif key in kept:
            index.remove(key)
            del kept[key]
        if asked:
            index.top(need, 3, as_of=TODAY, among=chosen)
    fresh = Index()
    for key, offer in kept.items():
        fresh.put(key, offer)
    assert len(index) == len(fresh) == len(kept)
    assert index.top(need, 6, as_of=TODAY) == fresh.top(need, 6, as_of=TODAY)
    assert index.top(need, 6, as_of=TODAY, among=chosen) == fresh.top(need, 6, as_of=TODAY, among={0, 2, 4})


def test_a_departement_is_not_the_region_of_the_same_number() -> None:
    """Auvergne-Rhône-Alpes and Vaucluse are both 84."""
    index, lyon = Index(), Profile.of(territories=[("84", "69", "69123")])
    index.put("Vaucluse", Profile.of(territories=[("93", "84")]))
    index.put("Rhône", Profile.of(territories=[("84", "69")]))
    assert [(match.key, match.score) for match in index.top(lyon, as_of=TODAY)] == [("Rhône", 20.0)]


def test_needs_prepared_once_follow_the_index_and_the_weights() -> None:
    index, need = Index(), Profile.of(themes="a", words={"laverie": 2, "cantine": 1})
    prepared = index.prepare([need])
    for key, offer in enumerate(
        [Profile.of(themes="ab"), Profile.of(words={"laverie": 1}), Profile.of(words={"cantine": 1})]
    ):
        index.put(key, offer)
    for weights in (Weights(), Weights(themes=0), Weights(text=0)):
        expected = [(m.score, m.key) for m in index.top(need, weights=weights, as_of=TODAY)]
        assert index.top_many(prepared, weights=weights, as_of=TODAY) == [expected]
    assert index.top_many(prepared, weights=Weights(text=0), as_of=TODAY)[0][0][1] == 0


def test_keys_may_be_texts_and_equal_scores_come_in_their_order() -> None:
    index = Index()
    for key in ("b", "a", "c"):
        index.put(key, Profile.of(themes="x"))
        index.top(Profile.of(themes="x"), 3, as_of=TODAY)
    assert [match.key for match in index.top(Profile.of(themes="x"), 2, as_of=TODAY)] == ["a", "b"]


def test_a_need_and_what_answers_it() -> None:
    """A laundry shared by four small firms, and the firm of integration two communes away."""
    need = Profile.of(
        themes=["mutualisation"],
        sdgs=[8],
        territories=[("84", "69", "69123")],
        words={"laverie": 1, "linge": 1},
        level=1,
    )
    index = Index()
    offer = Profile.of(
        themes=["mutualisation", "insertion"],
        territories=[("84", "69", "69266")],
        words={"laverie": 1},
        level=2,
        dated=date(2025, 3, 1),
    )
    index.put(1, offer)
    (match,) = index.top(need, as_of=TODAY)
    told = {term.term: (round(term.value, 3), term.asked, term.known) for term in match.terms}
    assert told == {
        "themes": (0.707, True, True), "sdgs": (0.0, True, False), "territory": (0.667, True, True),
        "text": (round(1 / (1 + (1 + 0.6931471805599453) ** 2) ** 0.5, 3), True, True),
        "level": (0.75, True, True), "freshness": (0.5, True, True),
    }  # fmt: skip
    assert [term.term for term in match.reasons] == ["themes", "territory", "text", "level", "freshness"]
    assert [term.term for term in match.counter_reasons] == [
        "sdgs",
        "text",
        "themes",
        "territory",
        "level",
        "freshness",
    ]
    assert [code for code, _points in match.terms[2].shared] == ["84", "69"]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 7, 300])
def test_an_offer_that_answers_everything_is_worth_all_and_has_nothing_against_it(size: int) -> None:
    """Square roots are rounded: never above the weight of a term, and what rounding misses is no counter-reason."""
    every = Profile.of(
        themes=map(str, range(size)), sdgs=range(size), territories=[("84", str(place)) for place in range(size)],
        words={f"w{place}": place + 1 for place in range(size)}, level=1, dated=TODAY,
    )  # fmt: skip
    index = _filled([every])
    match = index.match(every, 0, as_of=TODAY)
    assert match.counter_reasons == ()
    assert all(0 <= term.missed < term.weight / 1_000 for term in match.terms)
    assert 99.9 < match.score <= 100


@given(some=st.lists(profiles(one_place=True), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_peers_are_the_best_others_for_the_profile_of_an_organisation(some: list[Profile]) -> None:
    index = _filled(some)
    for key, organisation in enumerate(some):
        peers = [(m.score, m.key) for m in index.top(organisation, 3, as_of=TODAY, without={key})]
        assert peers == [pair for pair in _ranked(organisation, some, Weights()) if pair[1] != key][:3]


@given(some=st.lists(profiles(), min_size=1, max_size=10), need=profiles(), data=st.data())
@settings(max_examples=25, deadline=None)
def test_the_order_in_which_offers_come_changes_nothing(
    some: list[Profile], need: Profile, data: st.DataObject
) -> None:
    one, other = Index(), Index()
    for key, offer in enumerate(some):
        one.put(key, offer)
    for key in data.draw(st.permutations(range(len(some)))):
        other.put(key, some[key])
        if key % 3 == 0:
            other.settle()
    assert one.top(need, 10, as_of=TODAY) == other.top(need, 10, as_of=TODAY)


@given(need=profiles(), some=st.lists(profiles(), min_size=2, max_size=8), k=st.integers(1, 7))
@settings(max_examples=25, deadline=None)
def test_asking_for_more_adds_at_the_end(need: Profile, some: list[Profile], k: int) -> None:
    index = _filled(some)
    assert index.top(need, k, as_of=TODAY) == index.top(need, 8, as_of=TODAY)[:k]


def test_a_rare_word_says_more_than_a_common_one() -> None:
    index = Index()
    for key in range(8):
        index.put(key, Profile.of(words={"atelier": 1}))
    index.put(8, Profile.of(words={"palettes": 1}))
    found = index.top(Profile.of(words={"atelier": 1, "palettes": 1}), 2, as_of=TODAY)
    assert [match.key for match in found] == [8, 0]


MANY = """
from datetime import date
from random import Random
from cercles_engine.matching import Index, Profile, Weights
draw, index = Random(4), Index()
def drawn():
    words = {f"w{int(draw.paretovariate(0.6)) % 300}": draw.randint(1, 3) for _ in range(12)}
    day = date.fromordinal(739000 + draw.randint(0, 900))
    return Profile.of(themes=draw.sample("abcdefgh", 2), words=words, level=draw.randint(0, 4), dated=day)
for key in range(3000):
    index.put(key, drawn())
needs = [drawn() for _ in range(60)]
for weights in (Weights(), Weights(themes=0, text=900), Weights(text=1, level=0, freshness=0)):
    print(index.top_many(needs, 7, weights=weights, as_of=date(2026, 3, 1)))
"""


def test_without_numba_the_answers_are_the_same_with_one_warning(capsys: pytest.CaptureFixture[str]) -> None:
    """Also that words put off by the compiled loop change nothing: the plain one puts nothing off."""
    exec(MANY, {})
    compiled = capsys.readouterr()
    plain, warned = run_alone(MANY, missing=("numba",))
    assert "numba" in sys.modules
    assert compiled.out.strip() == plain
    assert plain.count("(") == 3 * 60 * 7
    assert compiled.err == ""
    assert warned.count("numba is not installed: NumPy gives the same answers, slower.") == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: Weights(text=1001), "the weight of text must be a whole number from 0 to 1000, not 1001"),
        (lambda: Weights(text=0.5), "the weight of text must be a whole number from 0 to 1000, not 0.5"),  # type: ignore[arg-type]
        (lambda: Profile.of(territories=[()]), "a territory is a path of at least one code"),
        (lambda: Profile.of(words={"a": 0}), "a word occurs at least once"),
        (lambda: Index(levels=1), "a scale has two to 255 levels, and a half-life is more than no day"),
        (lambda: Index(levels=256), "a scale has two to 255 levels, and a half-life is more than no day"),
        (lambda: Index(half_life=float("nan")), "a scale has two to 255 levels, and a half-life is more than no day"),
        (lambda: Index().put(1, Profile.of(level=5)), "level 5 is outside the scale from 0 to 4"),
        (lambda: Index().top(Profile.of(level=-1), as_of=TODAY), "level -1 is outside the scale from 0 to 4"),
        (lambda: Index().top(Profile(), 0, as_of=TODAY), "at least one offer must be asked for"),
    ],
)
def test_what_means_nothing_is_refused_with_a_sentence(wrong: object, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole sentence is compared
        wrong()  # type: ignore[operator]
    assert str(refused.value) == sentence


def test_an_unknown_key_is_a_key_error() -> None:
    index = Index()
    with pytest.raises(KeyError):
        index.remove(1)
    with pytest.raises(KeyError):
        index.match(Profile(), 1, as_of=TODAY)
