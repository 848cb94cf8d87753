"""What a rebuild writes is in the order of places, as far as it may wait."""

from collections.abc import Sequence

import pytest

from cercles.search.queries.schema import written
from cercles.search.queries.sources import Document
from cercles.search.worker import neighbours
from cercles.search.worker.neighbours import Neighbours

READ = [
    ("69", "2", "a"),
    ("69", "1", "b"),
    ("", "", "nowhere"),
    ("45", "1", "c"),
    ("45", "3", "d"),
    ("45", "2", "e"),
    ("01", "", "f"),
]


def _written(read: Sequence[tuple[str, str, str]], most: int) -> list[str]:
    """``most``: how many wait at once."""
    out = list[str]()
    said = {
        written("a.b", 1, Document(name, (), facets={"area": (area,), "commune": {commune}})): name
        for area, commune, name in read
    }
    held = Neighbours(out.append)
    for one in said:
        held.put(one + " " * (1000 - len(one)))
    held.end()
    return [said[one.rstrip()] for one in out]


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (1000, ["nowhere", "f", "c", "e", "d", "b", "a"]),  # all of them together
        (3, ["nowhere", "c", "b", "a", "f", "e", "d"]),  # three, then three
        (1, ["a", "nowhere", "b", "c", "d", "e", "f"]),  # none waits for more than the next
    ],
)
def test_neighbours_are_written_together(monkeypatch: pytest.MonkeyPatch, most: int, expected: list[str]) -> None:
    monkeypatch.setattr(neighbours, "TOGETHER", most * 1000)
    assert _written(READ, most) == expected


def test_those_of_one_circle_are_written_together() -> None:
    out = list[str]()
    said = {
        written("a.b", 1, Document(name, (), inside=inside)): name
        for inside, name in (
            ("circle:2", "a"),
            ("circle:12", "b"),
            ("", "nowhere"),
            ("circle:2", "c"),
            ("circle:12", "d"),
        )
    }
    held = Neighbours(out.append)
    for one in said:
        held.put(one)
    held.end()
    assert [said[one] for one in out] == ["nowhere", "b", "d", "a", "c"]


def test_nothing_is_lost_and_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "TOGETHER", 100)
    out, said = list[str](), [f"{number * 7919 % 10_000:010}" for number in range(10_000)]
    held = Neighbours(out.append)
    for number, one in enumerate(said, start=1):
        held.put(one)
        assert number - len(out) <= 20
    held.end()
    assert sorted(out) == sorted(said)
    assert out != said
