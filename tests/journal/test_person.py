"""A person's mails: taken away with her data, gone when she leaves."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from cercles.core import clock, slots
from cercles.journal.actions import erase_mails, read_mail, send_letter
from cercles.journal.models import IncomingMail, OutgoingMail
from cercles.people.actions import purge_all
from cercles.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def maud():
    return User.objects.create_user("maud@example.org", "Maud")


def test_her_mails_are_in_her_data(maud):
    send_letter(key="a", person=maud, subject="Venez", lines=["Bonjour"])
    send_letter(key="b", person=User.objects.create_user("leo@example.org"), subject="Autre", lines=["…"])
    told = {section: rows for f in slots.providers("person.export") for section, rows in f(maud).items()}
    assert [row["subject"] for row in told["Courriels reçus du site"]] == ["Venez"]


def test_her_mails_go_when_she_leaves(maud):
    send_letter(key="a", person=maud, subject="Venez", lines=["Bonjour"])
    OutgoingMail.objects.create(key="b", to=maud.email, subject="s", text="t")
    OutgoingMail.objects.create(key="c", to="leo@example.org", subject="s", text="t")
    assert erase_mails in slots.providers("person.erase")
    erase_mails(maud)
    assert list(OutgoingMail.objects.values_list("key", flat=True)) == ["c"]


def kept(sender="maud@example.org", **fields):
    mail = IncomingMail(key=str(IncomingMail.objects.count()), size=3, sender=sender, subject="Maud", **fields)
    mail.raw.save(mail.key, ContentFile(b"abc"), save=False)
    mail.save()
    return mail


def test_what_came_back_to_her_address_goes_with_her(maud, django_capture_on_commit_callbacks):
    """A server sends back the whole letter with her address: it bears the server's name as its sender, and hers inside."""
    mails = [
        kept(), kept("mailer-daemon@exemple.fr", person=maud, outcome="bounce", read_at=clock.now()), kept("leo@example.org"),
    ]  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        erase_mails(maud)
    assert [
        (mail.sender, mail.subject, mail.person, default_storage.exists(f"courrier/{mail.key}"))
        for mail in IncomingMail.objects.order_by("pk")
    ] == [("", "", None, False), ("", "", None, False), ("leo@example.org", "Maud", None, True)]
    assert len(mails) == 3


def test_undone_the_erasure_loses_no_mail(maud, django_capture_on_commit_callbacks):
    mail = kept()
    with django_capture_on_commit_callbacks(execute=True), suppress(KeyError), transaction.atomic():
        erase_mails(maud)
        raise KeyError
    assert (IncomingMail.objects.get().raw.name, default_storage.exists(mail.raw.name)) == (mail.raw.name, True)


def test_not_read_yet_when_she_leaves_it_is_set_aside_and_fails_no_job(maud):
    mail = kept()
    erase_mails(maud)
    row = read_mail(mail.pk)
    assert (row.outcome, row.reason) == ("ignored", "gone")


def test_a_mail_that_nobody_can_decide_is_kept_no_longer_than_others(maud):
    """Its headers are beyond us: whom it is for, nobody knows."""
    kept(outcome="held", reason="unread", read_at=clock.now() - timedelta(days=31))
    waits = kept(outcome="held", reason="unknown", read_at=clock.now() - timedelta(days=31))
    assert purge_all()["journal.raw"] == 1
    assert [mail.pk for mail in IncomingMail.objects.exclude(raw="")] == [waits.pk]
