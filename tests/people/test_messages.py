"""One person writes to another by the site: relayed by letter, addresses kept."""

import pytest
from django.urls import reverse

from cercles.core.errors import RuleBroken
from cercles.people import actions
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def page_of(person):
    return reverse("people:write", args=[person.ref])


def test_a_message_is_relayed_without_showing_an_address(cast, client_of, outbox):
    browser = client_of(cast.facilitator)
    page = browser.get(page_of(cast.member)).content.decode()
    answer = browser.post(page_of(cast.member), {"text": "Qui paie ?\n<b>Vous ?</b>", "with_address": "on"})

    assert answer.status_code == 302
    mail = outbox()[0]
    assert (mail.to, mail.reply_to, mail.subject) == (
        "member@example.org", "facilitator@example.org", "Fanny Animatrice vous écrit",
    )  # fmt: skip
    assert "Qui paie ?\n<b>Vous ?</b>" in mail.text
    assert "<b>Vous" not in mail.html
    assert "member@example.org" not in page + browser.get(answer.url).content.decode()


def test_who_writes_keeps_her_own_address_if_she_wants(cast, outbox):
    actions.write_to(person=cast.member, by=cast.facilitator, text="Bonjour.", with_address=False)
    assert (outbox()[0].reply_to, "facilitator@example.org" in outbox()[0].text) == ("", False)


def test_the_same_words_twice_are_one_letter(cast, outbox):
    for _ in range(2):
        actions.write_to(person=cast.member, by=cast.facilitator, text="Bonjour.", with_address=True)
    assert len(outbox()) == 1


def test_ten_a_day_and_what_is_typed_stays(cast, client_of, outbox):
    for other in PersonFactory.create_batch(10):
        actions.write_to(person=other, by=cast.facilitator, text="Bonjour.", with_address=True)
    with pytest.raises(RuleBroken, match="too_many_messages"):
        actions.write_to(person=cast.member, by=cast.facilitator, text="Bonjour.", with_address=True)
    page = client_of(cast.facilitator).post(page_of(cast.member), {"text": "Un mot de plus."})
    assert (page.status_code, "Un mot de plus." in page.content.decode(), len(outbox())) == (422, True, 10)


def test_an_empty_message_does_not_leave(cast, client_of, outbox):
    assert client_of(cast.facilitator).post(page_of(cast.member), {"text": " "}).status_code == 422
    assert outbox() == []


def test_the_page_offers_it_to_those_she_chose(cast, client_of):
    page = reverse("people:person", args=[cast.member.ref])

    def offered():
        return [
            page_of(cast.member) in client_of(who).get(page).content.decode()
            for who in (cast.facilitator, cast.account)
        ]

    profile = {"name": "Malo Membre", "visibility": "network"}
    assert offered() == [True, False]
    actions.update_profile(by=cast.member, **profile, reached_by="network")
    assert offered() == [True, True]
    actions.update_profile(by=cast.member, **profile, reached_by="private")
    assert offered() == [False, False]


def test_nobody_is_reached_by_who_has_no_account(cast):
    with pytest.raises(RuleBroken, match="not_for_people"):
        actions.update_profile(by=cast.member, name="Malo", visibility="network", reached_by="public")
