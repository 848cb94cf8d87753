"""The demonstration's mailbox: mails that stayed here, read in the place of the fictional people they are for."""

from typing import Any

from django.db.models import Count, QuerySet

from cercles.core import clock
from cercles.journal.models import OutgoingMail

MOST_PEOPLE = 40


def kept_mails(address: str = "") -> QuerySet[OutgoingMail]:
    """The newest first; a mail of tomorrow is not there yet."""
    mails = OutgoingMail.objects.filter(due_at__lte=clock.now()).order_by("-due_at", "-id").select_related("person")
    return mails.filter(to=address) if address else mails


def addressees() -> list[dict[str, Any]]:
    """Whom mails were written to, and how many: those written to most first."""
    found = kept_mails().order_by().values("to", "person__name").annotate(count=Count("pk"))
    return [{**row} for row in found.order_by("-count", "to")[:MOST_PEOPLE]]
