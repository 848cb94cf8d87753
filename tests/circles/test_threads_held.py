"""Mails that wait: what the facilitator reads, and what each of her three answers does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cercles.circles.actions import close_circle
from cercles.circles.actions import threads as actions
from cercles.circles.models import BlockedSender, HeldMessage, Message, Thread
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.actions import read_mail, take_in
from cercles.journal.models import Bounce, IncomingMail
from cercles.people.actions import purge_all
from tests.journal.mails import raw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_in(settings):
    settings.MAIL_IN, settings.SITE_URL = "cercles@exemple.fr", "http://testserver"


@pytest.fixture
def held(cast):
    data = raw("pieces", f"cercles+{cast.circle.slug}@exemple.fr")
    read_mail(
        take_in(data.replace(b"member@example.org", b"paul@ailleurs.fr").replace(b"Malo Membre", b"Paul Durand")).pk
    )
    return HeldMessage.objects.get()


def url(name, held, **kwargs):
    return reverse(f"circles:{name}", kwargs={"slug": held.circle.slug, **kwargs})


def test_it_is_read_with_its_reason_and_published_under_a_name_without_an_address(cast, held, client_of):
    browser = client_of(cast.facilitator)
    assert "Cette adresse n’est celle d’aucun membre" in browser.get(url("held_list", held)).content.decode()
    page = browser.get(url("held", held, ref=held.ref)).content.decode()
    assert [
        words in page for words in ("paul@ailleurs.fr", "Ci-joint.", "modèle.pdf", 'value="Qui a mutualise un poste ?"')
    ] == [True] * 4

    browser.post(url("held", held, ref=held.ref), {"title": "Un poste à deux"})
    thread = Thread.objects.get()
    message = thread.messages.get()
    assert (thread.title, thread.started_by, thread.last_name) == ("Un poste à deux", None, "Paul Durand")
    assert (message.author, message.author_name, [row.name for row in message.files.all()]) == (
        None,
        "Paul Durand",
        ["modèle.pdf"],
    )
    held.refresh_from_db()
    assert (held.state, held.message, held.decided_by) == ("published", message, cast.facilitator)
    page = client_of(cast.member).get(thread.get_absolute_url()).content.decode()
    assert ("Paul Durand" in page, "paul@ailleurs.fr" in page) == (True, False)


def test_two_who_decide_at_once_publish_once(cast, held):
    actions.publish_held(held=held, by=cast.facilitator)
    for again in (actions.publish_held, actions.refuse_held):
        with pytest.raises(RuleBroken, match="already_decided"):
            again(held=held, by=cast.facilitator)
    assert Message.objects.count() == 1


def test_refused_by_another_while_it_is_being_published_it_does_not_enter(cast, held):
    read = HeldMessage.objects.get()  # what the page of a second facilitator holds
    actions.refuse_held(held=held, by=cast.facilitator)
    with pytest.raises(RuleBroken, match="already_decided"):
        actions.publish_held(held=read, by=cast.facilitator)
    assert (Message.objects.count(), Thread.objects.count(), HeldMessage.objects.get().state) == (0, 0, "refused")


def test_refused_it_stays_out_and_blocked_its_sender_too(cast, held, client_of):
    client_of(cast.facilitator).post(url("held_refuse", held, ref=held.ref), {"block": "1"})
    held.refresh_from_db()
    assert (held.state, Message.objects.count(), BlockedSender.objects.get().address) == (
        "blocked",
        0,
        "paul@ailleurs.fr",
    )
    client_of(cast.facilitator).post(url("unblock", held), {"address": "paul@ailleurs.fr"})
    assert BlockedSender.objects.count() == 0


def test_once_decided_the_mail_as_it_came_is_deleted(cast, held, django_capture_on_commit_callbacks, settings):
    with django_capture_on_commit_callbacks(execute=True):
        actions.refuse_held(held=held, by=cast.facilitator)
    assert IncomingMail.objects.get().raw.name == ""
    assert [path for path in (settings.MEDIA_ROOT / "courrier").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(("decide", "outcome"), [("publish", "posted"), ("refuse", "ignored"), ("", "held")])
def test_a_year_after_it_was_read_nothing_says_any_more_who_sent_what_was_decided(cast, held, decide, outcome):
    if decide == "publish":
        actions.publish_held(held=held, by=cast.facilitator)
    elif decide:
        actions.refuse_held(held=held, by=cast.facilitator)
    mail = IncomingMail.objects.get()
    assert (mail.outcome, mail.sender) == (outcome, "paul@ailleurs.fr")
    IncomingMail.objects.update(read_at=clock.now() - timedelta(days=366), raw="" if decide else mail.raw.name)
    purge_all()
    fresh = IncomingMail.objects.get()
    assert (fresh.sender, fresh.subject) == (("", "") if decide else (mail.sender, mail.subject))


def test_it_waits_on_the_facilitators_page_and_on_no_other(cast, held, client_of):
    week = reverse("pages:week")
    assert "1 message attend votre décision" in client_of(cast.facilitator).get(week).content.decode()
    assert "attend votre décision" not in client_of(cast.member).get(week).content.decode()


def test_once_the_circle_is_closed_what_waited_is_only_set_aside(cast, held, client_of):
    close_circle(circle=cast.circle, by=cast.facilitator, note="La convention est signée.")
    browser, address = client_of(cast.facilitator), url("held", held, ref=held.ref)
    week = browser.get(reverse("pages:week")).content.decode().replace("\xa0", " ")
    assert ("le cercle est clos : il reste à l’écarter" in week, "attend votre décision" in week) == (True, True)
    page = browser.get(address).content.decode()
    told = (
        "Publier dans le cercle",
        "Refuser et bloquer",
        "Ce cercle est clos : ce message n’y entre plus.",
        ">Refuser<",
    )
    assert [words in page.replace("\xa0", " ") for words in told] == [False, False, True, True]
    assert browser.post(address, {"title": "Un poste"}).status_code == 404
    assert browser.post(url("held_refuse", held, ref=held.ref)).status_code == 302
    held.refresh_from_db()
    assert (held.state, Thread.objects.count()) == ("refused", 0)


def test_for_a_conversation_that_is_closed_it_is_said_and_nothing_that_would_be_refused_is_offered(
    cast, held, client_of
):
    thread = actions.start_thread(circle=cast.circle, by=cast.facilitator, title="Prix", text="Combien ?")
    HeldMessage.objects.update(thread=thread, reason="closed")
    browser, address = client_of(cast.facilitator), url("held", held, ref=held.ref)
    told = ("Publier dans le cercle", "Cet échange est clos", ">Refuser<", "Refuser et bloquer")
    for closed in (False, True):
        if closed:
            actions.close_thread(thread=thread, by=cast.facilitator, reason="")
        page = browser.get(address).content.decode().replace("\xa0", " ")
        assert [words in page for words in told] == [not closed, closed, True, True]
    assert f'href="{thread.get_absolute_url()}"' in page
    answer = browser.post(address, {})  # from a page read before it was closed
    assert (answer.status_code, "Cet échange est clos" in answer.content.decode()) == (422, True)
    actions.reopen_thread(thread=thread, by=cast.facilitator)
    assert browser.post(address, {}).status_code == 302


NOTES = {
    "unknown": "rien ne prouve que cette adresse est la sienne", "unsure": "rien ne prouve que cette adresse est la sienne",
    "reviewed": "La personne reçoit son texte", "closed": "un courriel lui a déjà dit que son message n’est pas entré",
    "left": "L’expéditeur n’en est pas prévenu.",
}  # fmt: skip


@pytest.mark.parametrize("reason", NOTES)
def test_what_the_sender_knows_of_a_refusal_depends_on_why_it_waits(cast, held, client_of, reason):
    HeldMessage.objects.update(reason=reason)
    page = client_of(cast.facilitator).get(url("held", held, ref=held.ref)).content.decode()
    assert [words in page for words in dict.fromkeys(NOTES.values())] == [
        words == NOTES[reason] for words in dict.fromkeys(NOTES.values())
    ]


def test_members_whose_mails_come_back_are_told_to_who_facilitates(cast, held, client_of):
    for _ in range(3):
        Bounce.objects.create(person=cast.member, address=cast.member.email, status="5.1.1")
    page = client_of(cast.facilitator).get(url("held_list", held)).content.decode()
    assert ("Malo Membre" in page, "3 retours" in page) == (True, True)
    cast.member.email = "autre@example.org"
    cast.member.save()
    assert "3 retours" not in client_of(cast.facilitator).get(url("held_list", held)).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(cast, held, client_of, queries, many):
    for number in range(1, many):
        HeldMessage.objects.create(circle=cast.circle, reason="unknown", sender=f"{number}@x.fr", title="Autre")
    browser = client_of(cast.facilitator)
    browser.get(url("held_list", held))
    with queries(12):
        assert browser.get(url("held_list", held)).content.decode().count("Lire et décider") == many
