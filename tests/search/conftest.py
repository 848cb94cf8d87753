"""An index that is up to date when a test asks."""

from collections.abc import Callable
from typing import Any

import pytest

from cercles.search.worker import follow_once


@pytest.fixture
def indexed(db: Any) -> Callable[[], None]:
    """``indexed()``: whatever was written is found, also what a factory wrote without logging it."""

    def build() -> None:
        from cercles.search.queries.folder import ask_for_rebuild

        ask_for_rebuild("asked")
        follow_once()
        follow_once()  # on PostgreSQL a test reads the changes of its own transaction only afterwards

    return build
