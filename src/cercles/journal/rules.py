"""Who may look at the outbox."""

from typing import Any


def can_administer_work(person: Any) -> bool:
    """Platform administrators see what keeps failing: what, to whom, since when; never what a mail says."""
    return bool(person.is_authenticated and person.is_administrator)
