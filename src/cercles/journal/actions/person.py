"""What the journal knows of a person, when she leaves."""

from typing import Any

from django.db.models import QuerySet

from cercles.journal.models import Bounce, Digest, Entry, IncomingMail, MailTime, NotificationChoice, OutgoingMail
from cercles.journal.queries import kind_of


def unname(objects: QuerySet) -> None:
    """Of objects that say who a person is (herself, her requests), the journal keeps what was done and when, and no word."""
    about = Entry.objects.filter(kind=kind_of(objects.model), object_id__in=objects.order_by().values("pk"))
    about.update(title="", reason="", data={})


def erase_mails(person: Any) -> None:
    """Her mails go, sent or not, received or not, with what she chose about them. Entries stay, signed « ancien membre »."""
    OutgoingMail.objects.filter(person=person).delete()
    for mail in IncomingMail.objects.filter(sender=person.email).exclude(raw=""):
        mail.raw.delete(save=False)
    IncomingMail.objects.filter(sender=person.email).update(sender="", subject="", raw="", person=None)
    for kept in (NotificationChoice, MailTime, Digest):
        kept._default_manager.filter(person=person).delete()
    Bounce.objects.filter(person=person).delete()
    OutgoingMail.objects.filter(to=person.email).delete()
