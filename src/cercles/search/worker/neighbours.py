"""Documents of one place, or of one circle, written one after the other, though they are read in the order of their numbers."""

from collections.abc import Callable

from cercles.search.queries.schema import NOTHING, SINGLE

TOGETHER = 25_000_000  # letters held back at most: some forty thousand organisations
_NOWHERE = f'{{"{SINGLE[0]}":"{NOTHING}"'


class Neighbours:
    """Gives what is ``written`` of a document to ``add`` later, with those of its commune, or of the circle it lies in, among the thousands
    read around it.

    A question about one place then reads a few blocks of the list of a frequent word instead of all of it. One goes out for each that
    comes in, so that the engine writes while others are read. What is written begins by where it lies; what is nowhere does not wait.
    """

    def __init__(self, add: Callable[[str], object]) -> None:
        self._add, self._held = add, 0
        self._coming, self._going = list[str](), list[str]()

    def put(self, said: str) -> None:
        if said.startswith(_NOWHERE):
            self._add(said)
            return
        self._coming.append(said)
        self._held += len(said)
        if self._going:
            self._add(self._going.pop())
        if self._held >= TOGETHER:
            self._turn()

    def end(self) -> None:
        self._turn()
        self._turn()

    def _turn(self) -> None:
        while self._going:
            self._add(self._going.pop())
        self._coming.sort(reverse=True)  # taken from the end, each is forgotten as it goes
        self._coming, self._going, self._held = self._going, self._coming, 0
