"""What the room gives: its health, and the address of the search box."""

from datetime import timedelta

from cercles.core import clock
from cercles.search.queries.folder import is_followed, opened
from cercles.search.queries.log import pending

LATE = timedelta(seconds=30)


def index_health() -> dict[str, bool]:
    """``{"index": True}`` when somebody follows, and nothing waits for more than half a minute."""
    index = opened()
    if index is None or not is_followed():
        return {"index": False}
    since = pending(index.position).since
    return {"index": since is None or since > clock.now() - LATE}


def address() -> str:
    return "search:results"
