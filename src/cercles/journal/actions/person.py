"""What the journal knows of a person, when she leaves."""

from typing import Any

from cercles.journal.models import OutgoingMail


def erase_mails(person: Any) -> None:
    """Her mails go, sent or not: they were written to her alone. Entries stay, signed « ancien membre »."""
    OutgoingMail.objects.filter(person=person).delete()
    OutgoingMail.objects.filter(to=person.email).delete()
