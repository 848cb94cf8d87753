"""igraph draws from one generator for the whole process: it is lent a seeded one, to one caller at a time, then given its own back."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

_ONE_AT_A_TIME = Lock()


@contextmanager
def seeded(seed: int) -> Iterator[Any]:
    """igraph, drawing from ``seed`` inside the block."""
    import igraph

    with _ONE_AT_A_TIME:
        igraph.set_random_number_generator(random.Random(seed))
        try:
            yield igraph
        finally:
            igraph.set_random_number_generator(random)
