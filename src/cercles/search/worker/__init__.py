"""Keeping the index up to date: one follower a machine writes, every other process reads."""

from cercles.search.worker.follower import Follower, follow, follow_once
from cercles.search.worker.verify import differences

__all__ = ["Follower", "differences", "follow", "follow_once"]
