"""Who has no account types an address on a public page: one computer cannot have the house write to the whole world."""

from datetime import timedelta

import pytest

from cercles.core import clock
from cercles.meetings.models import Registration
from tests.factories.meetings import MeetingFactory
from tests.meetings.conftest import plain

pytestmark = pytest.mark.django_db
ALLOWED = 10


@pytest.fixture
def ask(client):
    """``ask("v@exemple.fr")``: sends the form of a public meeting, each time another one."""

    def send(email, computer="198.51.100.7"):
        path = f"{MeetingFactory(wide=True).get_absolute_url()}participer/"
        return client.post(path, {"name": "Valentine Fictive", "email": email}, REMOTE_ADDR=computer)

    return send


@pytest.fixture
def used_up(ask):
    for number in range(ALLOWED):
        assert ask(f"v{number}@exemple.fr").status_code == 302


def test_the_eleventh_letter_from_one_computer_is_refused_whatever_the_meeting(ask, used_up, outbox):
    answer = ask("une-de-plus@exemple.fr")
    page = plain(answer.content.decode())
    assert answer.status_code == 422
    assert "Beaucoup de demandes sont parties d’ici en peu de temps. Ce que vous avez écrit est gardé :" in page
    assert 'value="une-de-plus@exemple.fr"' in page
    assert 'value="Valentine Fictive"' in page
    assert (len(outbox()), Registration.objects.count()) == (ALLOWED, ALLOWED)


def test_another_computer_is_not_held_back(ask, used_up, outbox):
    assert ask("autre@exemple.fr", computer="198.51.100.8").status_code == 302
    assert outbox()[-1].to == "autre@exemple.fr"


def test_ten_minutes_later_it_is_allowed_again(ask, used_up, monkeypatch):
    import time

    later = clock.now() + timedelta(minutes=11)
    with clock.at(later):
        monkeypatch.setattr(time, "time", later.timestamp)  # allauth counts for itself
        assert ask("plus-tard@exemple.fr").status_code == 302


def test_an_address_mistyped_counts_for_nothing(ask):
    for _ in range(ALLOWED + 1):
        assert ask("valentine@").status_code == 422
    assert ask("valentine@exemple.fr").status_code == 302
