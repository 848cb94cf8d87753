"""The demonstration's mailbox: read in the place of fictional people; outside the demonstration it does not exist."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cercles.core import clock
from cercles.journal.actions import queue_mail, send_letter
from cercles.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True


def letter(number=1, **more):
    return queue_mail(key=f"m{number}", to=f"p{number}@example.org", subject=f"Sujet {number}", text="Bonjour", **more)


def test_the_newest_first_and_nothing_of_tomorrow(client):
    letter(1, due_at=clock.now() - timedelta(days=1))
    letter(2)
    letter(3, due_at=clock.now() + timedelta(days=1))
    html = client.get(reverse("journal:mailbox")).content.decode()
    assert 0 < html.index("Sujet 2") < html.index("Sujet 1")
    assert "Sujet 3" not in html


def test_one_persons_mail(client):
    letter(1)
    letter(2)
    html = client.get(reverse("journal:mailbox"), {"a": "p1@example.org"}).content.decode()
    assert "Sujet 1" in html
    assert "Sujet 2" not in html


def test_a_mail_is_read_with_its_link(client):
    person = User.objects.create_user("maud@example.org", "Maud")
    url = "http://127.0.0.1:8000/l/circles.join.1.2.3.4.0f0f"
    ics = {"name": "invitation.ics", "type": "text/calendar; method=REQUEST", "text": "BEGIN:VCALENDAR"}
    mail = send_letter(
        key="a", person=person, subject="Venez", lines=["<b>gras</b>"], act=("Je viens", url), attachments=[ics]
    )
    html = client.get(reverse("journal:mail", kwargs={"pk": mail.pk})).content.decode()
    assert f'href="{url}"' in html
    assert "&lt;b&gt;gras" in html
    assert "BEGIN:VCALENDAR" in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_whatever_the_number(client, queries, count):
    for number in range(count):
        letter(number, person=User.objects.create_user(f"p{number}@example.org", f"P{number}"))
    with queries(3):
        client.get(reverse("journal:mailbox"))


def test_an_empty_mailbox_teaches(client):
    assert "Aucun courriel" in client.get(reverse("journal:mailbox")).content.decode()


def test_outside_the_demonstration_it_does_not_exist(client, settings):
    mail = letter()
    settings.DEMO = False
    assert client.get(reverse("journal:mailbox")).status_code == 404
    assert client.get(reverse("journal:mail", kwargs={"pk": mail.pk})).status_code == 404
