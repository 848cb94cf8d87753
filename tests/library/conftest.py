"""An index that is up to date when a test asks."""

from tests.search.conftest import indexed

__all__ = ["indexed"]
