"""A filter that is asked many times: the offers among which, or without which, to look."""

from collections.abc import Iterable

import numpy as np

from cercles_engine.matching.segment import Bools, Key, Segment


class Selection:
    """Built by ``Index.selection``; follows the index when it changes, and gives the answers of scoring everything, then filtering."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.keys = frozenset(keys)
        self._masks: dict[int, tuple[Segment, Bools]] = {}

    def mask(self, segment: Segment) -> Bools:
        """(offers,): which of the segment's offers are selected. Segments are frozen, so a mask is made once for each."""
        kept = self._masks.get(id(segment))
        if kept is None or kept[0] is not segment:
            kept = (segment, np.array([key in self.keys for key in segment.keys], dtype=np.bool_))
            self._masks[id(segment)] = kept
        return kept[1]

    def forget(self, segments: Iterable[Segment]) -> None:
        """Keep the masks of these segments only."""
        alive = {id(segment) for segment in segments}
        self._masks = {name: kept for name, kept in self._masks.items() if name in alive}
