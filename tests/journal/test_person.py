"""A person's mails: taken away with her data, gone when she leaves."""

import pytest

from cercles.core import slots
from cercles.journal.actions import send_letter
from cercles.journal.models import OutgoingMail
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
    from cercles.journal.actions import erase_mails

    assert erase_mails in slots.providers("person.erase")
    erase_mails(maud)
    assert list(OutgoingMail.objects.values_list("key", flat=True)) == ["c"]
