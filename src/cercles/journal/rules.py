"""Who may be written to, and who may look at the outbox."""

from typing import Any

ERASED = "erased"  # the state of an account, as the room ``people`` writes it


def may_be_written_to(person: Any) -> bool:
    """An erased person receives nothing more, nor does somebody without an address."""
    return bool(person.email) and person.state != ERASED


def can_administer_work(person: Any) -> bool:
    """Platform administrators see what keeps failing: what, to whom, since when; never what a mail says."""
    return bool(person.is_authenticated and person.is_administrator)
