"""Profiles drawn at random, with holes: much in common, many ties."""

from datetime import date, timedelta

from hypothesis import strategies as st

from cercles_engine.matching import Profile, Weights

TODAY = date(2026, 3, 1)
PATHS = [("84",), ("84", "69"), ("84", "69", "69123"), ("84", "38"), ("11",), ("11", "75"), ("93", "84")]
WORDS = ["laverie", "cantine", "palettes", "atelier"]


def profiles(*, one_place: bool = False) -> st.SearchStrategy[Profile]:
    return st.builds(
        Profile,
        themes=st.frozensets(st.sampled_from("abcd"), max_size=3),
        sdgs=st.frozensets(st.sampled_from(["1", "8", "17"]), max_size=2),
        territories=st.lists(st.sampled_from(PATHS), max_size=1 if one_place else 3, unique=True).map(tuple),
        words=st.dictionaries(st.sampled_from(WORDS), st.integers(1, 3), max_size=3),
        level=st.none() | st.integers(0, 4),
        dated=st.none() | st.integers(-10, 900).map(lambda days: TODAY - timedelta(days=days)),
    )


def all_weights() -> st.SearchStrategy[Weights]:
    points = st.sampled_from([0, 1, 7, 30, 1000])
    return st.builds(Weights, themes=points, sdgs=points, territory=points, text=points, level=points, freshness=points)
