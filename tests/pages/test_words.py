"""Messages that the week prepares: from facts, sent once, put off, refused for ever; silence is seen by who facilitates alone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cercles.circles.actions import threads
from cercles.circles.models import Membership, Nudge, Thread
from cercles.circles.queries.week import led_by, words_for
from cercles.core import clock
from cercles.library.models import CircleDocument, DocumentVersion
from cercles.meetings.models import FollowUp
from cercles.polls.models import Ballot, Poll
from tests.factories.circles import MembershipFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.people import PersonFactory
from tests.factories.practices import make_shared

LONG_AGO = timedelta(days=400)


@pytest.fixture
def old(cast):
    """Everybody entered long ago: nobody is new, and the member, who never spoke, is silent."""
    Membership.objects.filter(circle=cast.circle, until=None).update(since=clock.now() - LONG_AGO)
    return cast


def words(person):
    return [(word.kind, word.about, word.title) for word in words_for(person, led_by(person))]


def kinds(person):
    return [kind for kind, *_ in words(person)]


def address(cast, kind, about):
    return reverse("pages:word", args=[cast.circle.slug, kind, about])


def mine(cast):
    return cast.member.memberships.get()


def test_a_newcomer_is_welcomed_once_with_the_words_that_were_read(cast, client_of, outbox):
    page = client_of(cast.facilitator).get("/").content.decode()
    assert "Souhaiter la bienvenue à Malo Membre" in page
    assert "Bonjour Malo Membre," in page
    url, browser = address(cast, "bienvenue", mine(cast).pk), client_of(cast.facilitator)
    assert browser.post(url, {"do": "send", "text": "Bienvenue, Malo."}).status_code == 302
    (letter,) = outbox()
    assert (letter.to, letter.subject.replace("\xa0", " "), letter.reply_to) == (
        "member@example.org", "Bienvenue dans « Cercle des pairs »", "",
    )  # fmt: skip
    assert letter.text.startswith("Bienvenue, Malo.")
    assert "facilitator@example.org" not in letter.text + letter.html
    assert browser.post(url, {"do": "send", "text": "Encore."}).status_code == 404
    assert (len(outbox()), words(cast.person("facilitator"))) == (1, [])


def test_her_address_is_given_only_if_she_says_so(cast, client_of, outbox):
    url = address(cast, "bienvenue", mine(cast).pk)
    client_of(cast.facilitator).post(url, {"do": "send", "text": "Bienvenue.", "with_address": "on"})
    assert [letter.reply_to for letter in outbox()] == ["facilitator@example.org"]


def test_two_facilitators_at_once_send_one_letter(cast, outbox):
    from cercles.circles.actions import send_word
    from cercles.core.errors import RuleBroken

    (word,) = words_for(cast.person("facilitator"), led_by(cast.person("facilitator")))
    send_word(word=word, by=cast.facilitator, text="Bienvenue.")
    with pytest.raises(RuleBroken, match="déjà parti"):
        send_word(word=word, by=cast.facilitator, text="Bienvenue, Malo !")
    assert len(outbox()) == 1


def test_an_empty_message_is_refused_and_nothing_leaves(cast, client_of, outbox):
    answer = client_of(cast.facilitator).post(address(cast, "bienvenue", mine(cast).pk), {"do": "send", "text": "  "})
    assert (answer.status_code, outbox(), Nudge.objects.count()) == (422, [], 0)


def test_a_line_put_off_comes_back_in_two_weeks(cast, client_of, monkeypatch):
    browser = client_of(cast.facilitator)
    browser.post(address(cast, "bienvenue", mine(cast).pk), {"do": "later"})
    page = browser.get("/").content.decode().replace("\xa0", " ")
    assert ("Mis de côté : 1 ligne" in page, "Lire et envoyer" in page) == (True, False)
    row = Nudge.objects.get()
    assert (row.state, row.until) == ("later", clock.today() + timedelta(days=14))
    Nudge.objects.update(until=clock.today())
    assert kinds(cast.person("facilitator")) == ["bienvenue"]


def test_never_again_holds_for_every_line_about_that_person_until_taken_up(old, client_of):
    browser, fanny = client_of(old.facilitator), old.person("facilitator")
    assert kinds(fanny) == ["silence"]
    browser.post(address(old, "silence", mine(old).pk), {"do": "never"})
    meeting = MeetingFactory(circle=old.circle)
    FollowUp.objects.create(meeting=meeting, what="Appeler", person=old.member, due=clock.today() - timedelta(days=3))
    assert kinds(old.person("facilitator")) == []
    assert "plus jamais" in browser.get("/").content.decode()
    browser.post(reverse("pages:word_back", args=[Nudge.objects.get().pk]))
    assert sorted(kinds(old.person("facilitator"))) == ["silence", "suite"]


def test_what_was_sent_is_never_taken_up_again(cast, client_of):
    browser = client_of(cast.facilitator)
    browser.post(address(cast, "bienvenue", mine(cast).pk), {"do": "send", "text": "Bienvenue."})
    browser.post(reverse("pages:word_back", args=[Nudge.objects.get().pk]))
    assert Nudge.objects.get().state == "sent"


# Silence


def test_silence_is_told_to_who_facilitates_and_to_nobody_else(old, client_of):
    said = "Prendre des nouvelles de Malo Membre"
    seen = {name: said in client_of(old.person(name)).get("/").content.decode() for name in (
        "account", "member", "facilitator", "representative", "administrator", "former",
    )}  # fmt: skip
    assert seen == {
        "account": False, "member": False, "facilitator": True, "representative": False, "administrator": False,
        "former": False,
    }  # fmt: skip


def _thread(cast):
    threads.start_thread(circle=cast.circle, by=cast.member, title="Qui ?", text="Bonjour.")


def _registration(cast):
    MeetingFactory(circle=cast.circle).registrations.create(person=cast.member, state="registered")


def _sheet(cast):
    make_shared(cast).__class__.objects.update(author=cast.member)


def _ballot(cast):
    poll = Poll.objects.create(
        circle=cast.circle,
        title="Oui ?",
        closes_at=clock.now() + timedelta(days=5),
        audience=cast.circle.members_audience,
    )
    Ballot.objects.create(poll=poll, person=cast.member)


def _document(cast):
    made = CircleDocument.objects.create(
        circle=cast.circle, title="Guide", format="pdf", size=1, audience=cast.circle.members_audience
    )
    DocumentVersion.objects.create(
        document=made, number=1, name="a.pdf", kind="application/pdf", size=1, digest="0", added_by=cast.member
    )


@pytest.mark.parametrize("sign", [_thread, _registration, _sheet, _ballot, _document])
def test_any_sign_ends_a_silence(old, sign):
    assert "silence" in kinds(old.person("facilitator"))
    sign(old)
    assert "silence" not in kinds(old.person("facilitator"))


def test_a_secret_ballot_is_no_sign(old):
    """Else the silence of the others would say who voted."""
    _ballot(old)
    Poll.objects.update(is_secret=True, shown_when="closed")
    assert kinds(old.person("facilitator")) == ["silence"]


def test_a_few_silences_at_a_time_by_name(old):
    for name in ("Zoé", "Aude", "Basile", "Chloé"):
        person = PersonFactory(name=name)
        MembershipFactory(circle=old.circle, person=person, since=clock.now() - LONG_AGO)
    titles = [title for *_, title in words(old.person("facilitator"))]
    assert titles == [f"Prendre des nouvelles de {name}" for name in ("Aude", "Basile", "Chloé")]


def test_who_is_reached_by_nobody_is_left_in_peace(old):
    old.member.__class__.objects.filter(pk=old.member.pk).update(reached_by="private")
    assert kinds(old.person("facilitator")) == []


# Conversations, promises, sheets


def test_a_conversation_without_answer_is_nudged_in_place(old, client_of):
    _thread(old)
    thread = Thread.objects.get()
    assert "echange" not in kinds(old.person("facilitator"))
    Thread.objects.update(created_at=clock.now() - timedelta(days=8))
    assert kinds(old.person("facilitator")) == ["echange"]
    client_of(old.facilitator).post(address(old, "echange", thread.pk), {"do": "send", "text": "Qui sait ?"})
    assert [(row.author_id, row.text) for row in thread.messages.all()] == [
        (old.member.pk, "Bonjour."), (old.facilitator.pk, "Qui sait ?"),
    ]  # fmt: skip
    assert kinds(old.person("facilitator")) == []


def test_a_promise_past_its_day_is_asked_about_with_a_link_that_answers(old, client_of, outbox):
    meeting = MeetingFactory(circle=old.circle)
    late = FollowUp.objects.create(
        meeting=meeting, what="Appeler la mairie", person=old.member, due=clock.today() - timedelta(days=1)
    )
    assert "suite" in kinds(old.person("facilitator"))
    client_of(old.facilitator).post(address(old, "suite", late.pk), {"do": "send", "text": "Où en est-ce ?"})
    (letter,) = outbox()
    assert letter.to == "member@example.org"
    assert "/l/" in letter.text


def test_an_old_sheet_is_brought_back_to_its_author(old, client_of, outbox):
    sheet = make_shared(old)
    type(sheet).objects.update(author=old.member, state="to_refresh", changed_at=clock.now() - LONG_AGO)
    assert sorted(kinds(old.person("facilitator"))) == ["fiche", "silence"]
    before = len(outbox())
    client_of(old.facilitator).post(address(old, "fiche", sheet.pk), {"do": "send", "text": "Toujours vraie ?"})
    assert [letter.to for letter in outbox()[before:]] == ["member@example.org"]


def test_a_closed_circle_prepares_nothing(old):
    old.circle.stage = "closed"
    old.circle.save()
    assert words(old.person("facilitator")) == []


def test_an_erased_person_leaves_no_nudge(old):
    Nudge.objects.create(circle=old.circle, kind="silence", about=1, person=old.member, title="x", state="never")
    from cercles.circles.actions import forget_person

    forget_person(old.person("member"))
    assert Nudge.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_week_of_who_facilitates_asks_as_much_for_one_line_as_for_three(old, client_of, queries, count):
    for number in range(count - 1):
        MembershipFactory(circle=old.circle, person=PersonFactory(name=f"N{number}"), since=clock.now() - LONG_AGO)
    browser = client_of(old.facilitator)
    browser.get("/")
    with queries(42):
        page = browser.get("/").content.decode()
    assert page.count("Prendre des nouvelles de") == 4 * count
