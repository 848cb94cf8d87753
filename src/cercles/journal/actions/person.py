"""What the journal knows of a person, when she leaves."""

from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from cercles.core import clock
from cercles.journal.enums import Outcome
from cercles.journal.models import Bounce, Digest, Entry, IncomingMail, MailTime, NotificationChoice, OutgoingMail
from cercles.journal.queries import kind_of


def unname(objects: QuerySet) -> None:
    """Of objects that say who a person is (herself, her requests), the journal keeps what was done and when, and no word."""
    about = Entry.objects.filter(kind=kind_of(objects.model), object_id__in=objects.order_by().values("pk"))
    about.update(title="", reason="", data={})


def erase_mails(person: Any) -> None:
    """Her mails go, sent or not, received or not, with what she chose about them. Entries stay, signed « ancien membre »."""
    OutgoingMail.objects.filter(person=person).delete()
    _drop_received(person)
    for kept in (NotificationChoice, MailTime, Digest):
        kept._default_manager.filter(person=person).delete()
    Bounce.objects.filter(person=person).delete()
    OutgoingMail.objects.filter(to=person.email).delete()


def _drop_received(person: Any) -> None:
    """What she wrote, and what servers sent back of what she was written. What was not read yet never will be."""
    hers = IncomingMail.objects.filter(Q(sender=person.email) | Q(person=person))
    names = [str(name) for name in hers.exclude(raw="").values_list("raw", flat=True)]
    transaction.on_commit(partial(_drop_stored, names))
    hers.filter(outcome="").update(outcome=Outcome.IGNORED, reason="gone", read_at=clock.now())
    hers.update(sender="", subject="", raw="", person=None)


def _drop_stored(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
