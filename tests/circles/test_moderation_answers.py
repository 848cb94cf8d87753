"""What is said to each once something is decided: true of what happened, and said again to whoever clicks twice."""

import pytest
from django.urls import reverse

from cercles.circles.actions import moderation as actions
from cercles.circles.actions import threads as talking
from cercles.circles.adapters.moderation import found_message
from cercles.circles.models import ContentReport, Measure
from cercles.circles.queries.moderation import facts_of
from cercles.core.errors import RuleBroken
from cercles.journal.models import OutgoingMail
from cercles.people.actions import erase_person
from tests.factories.circles import MembershipFactory

pytestmark = pytest.mark.django_db
WORDS = "Une insulte, adressée à tout le cercle."


@pytest.fixture
def message(cast):
    """The member answers in a conversation of the facilitator."""
    thread = talking.start_thread(circle=cast.circle, by=cast.facilitator, title="Un poste à deux", text="Qui ?")
    return talking.post_message(thread=thread, by=cast.member, text="Vous êtes des incapables.")


@pytest.fixture
def other(cast):
    return MembershipFactory(circle=cast.circle, person__name="Léa Morin").person


@pytest.fixture
def row(message, other):
    return actions.report(written=found_message(message.pk), by=other, motive="hurtful", words="Cela me vise.")


def removed(message, by):
    return actions.remove(written=found_message(message.pk), by=by, motive="hurtful", words=WORDS)


def said_to(person, start):
    letter = OutgoingMail.objects.filter(person=person, key__startswith=start).order_by("pk").last()
    return letter.text.replace("\xa0", " ")


def test_taken_away_without_reading_the_report_it_answers_it_all_the_same(cast, message, other, row, client_of):
    """Whoever facilitates saw it in its conversation first: whoever had reported it is told that it went, and nothing waits."""
    url = reverse("circles:content_remove", args=["message", message.ref])
    client_of(cast.facilitator).post(url, {"motive": "hurtful", "words": WORDS})
    row.refresh_from_db()
    assert (row.state, row.measure, row.decided_by) == ("removed", Measure.objects.get(), cast.facilitator)
    assert "Ce que vous avez signalé est retiré" in said_to(other, "circle-reported-")


def taken_back(cast, message):
    talking.withdraw_message(message=message, by=cast.member)


def erased(cast, message):
    talking.withdraw_message(message=message, by=cast.member)
    erase_person(by=cast.member)


@pytest.mark.parametrize("gone", [taken_back, erased])
def test_of_what_its_author_took_back_nobody_is_told_that_it_stays(cast, message, other, row, client_of, gone):
    gone(cast, message)
    browser, url = client_of(cast.facilitator), reverse("circles:report", args=[row.ref])
    page = browser.get(url).content.decode().replace("\xa0", " ")
    assert [words in page for words in ("Laisser en place", "Répondre à qui a signalé")] == [False, True]
    keep = reverse("circles:report_keep", args=[row.ref])
    browser.post(keep, {"answer": "La personne a repris ses mots."})
    row.refresh_from_db()
    letter = said_to(other, "circle-reported-")
    assert row.state == "gone"
    assert ["reste en place" in letter, "n’est plus là" in letter, "La personne a repris ses mots." in letter] == [
        False, True, True,
    ]  # fmt: skip
    register = browser.get(reverse("circles:moderation", args=[cast.circle.slug])).content.decode()
    assert ("La personne a repris ses mots." in register, "Parti avant la réponse" in register) == (True, True)


def test_lifted_after_it_was_confirmed_nobody_says_the_words_of_another(cast, message, other, row):
    """Who confirmed keeps her words in the register; the letter that gives back does not say why it was confirmed."""
    measure = removed(message, cast.facilitator)
    actions.contest(measure=measure, by=cast.member, words="Je citais un film.")
    actions.confirm(measure=measure, by=cast.administrator, review="Le film n’y change rien.")
    actions.lift(measure=measure, by=cast.facilitator)
    measure = Measure.objects.get()
    assert (measure.state, measure.review, measure.reviewed_by) == (
        "lifted", "Le film n’y change rien.", cast.administrator,
    )  # fmt: skip
    assert [value.endswith("Le film n’y change rien.") for _name, value in facts_of(measure, hers=False)].count(
        True
    ) == 1
    for letter in (said_to(cast.member, "circle-measure-"), said_to(other, "circle-reported-")):
        assert "Le film n’y change rien." not in letter


def test_given_back_by_who_decided_nobody_is_told_that_another_looked_again(cast, message, other, row):
    actions.lift(measure=removed(message, cast.facilitator), by=cast.facilitator)
    letter = said_to(other, "circle-reported-")
    assert ("Une autre personne" in letter, "L’animation du cercle est revenue sur sa décision." in letter) == (
        False, True,
    )  # fmt: skip


def test_contested_twice_by_a_double_click_it_is_said_not_lost(cast, message, client_of):
    measure = removed(message, cast.facilitator)
    browser, url = client_of(cast.member), reverse("circles:measure_appeal", args=[measure.ref])
    answers = [browser.post(url, {"words": words}, follow=True) for words in ("Je citais un film.", "Et voilà.")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Vous l’avez déjà contestée" in answers[1].content.decode()
    assert Measure.objects.get().appeal == "Je citais un film."
    assert browser.get(url)["Location"] == reverse("circles:measure", args=[measure.ref])
    assert client_of(cast.facilitator).get(url).status_code == 404


def test_answered_meanwhile_by_another_what_she_typed_is_kept_and_she_reads_why(cast, message, client_of):
    second, third = [
        MembershipFactory(circle=cast.circle, facilitating=True, role="co_facilitator").person for _ in range(2)
    ]
    measure = removed(message, cast.facilitator)
    actions.contest(measure=measure, by=cast.member, words="Je citais un film.")
    url = reverse("circles:measure_review", args=[measure.ref])
    assert client_of(third).get(url).status_code == 200
    actions.confirm(measure=measure, by=second, review="Non.")
    answer = client_of(third).post(url, {"answer": "lift", "review": "C’est une réplique de film."})
    page = answer.content.decode()
    assert (answer.status_code, "C’est une réplique de film." in page, "a déjà reçu une réponse" in page) == (
        422, True, True,
    )  # fmt: skip
    assert client_of(third).get(url)["Location"] == reverse("circles:measure", args=[measure.ref])
    assert [client_of(person).post(url, {}).status_code for person in (cast.facilitator, cast.member)] == [404, 404]


def test_what_is_contested_is_answered_not_replaced(cast):
    """Who decided does not take the question away from who has to look at it again."""
    said = {
        "membership": cast.circle.memberships.get(person=cast.member), "by": cast.facilitator, "motive": "hurtful", "words": WORDS,
    }  # fmt: skip
    measure = actions.restrict(what="reviewed", **said)
    actions.contest(measure=measure, by=cast.member, words="Je citais un film.")
    with pytest.raises(RuleBroken, match="appealed"):
        actions.restrict(what="reviewed", **said)
    assert [row.state for row in Measure.objects.all()] == ["appealed"]
    actions.lift(measure=measure, by=cast.facilitator)
    actions.restrict(what="reviewed", **said)
    assert sorted(row.state for row in Measure.objects.all()) == ["lifted", "standing"]


@pytest.mark.parametrize("again", ["circles:report", "circles:report_keep"])
def test_decided_meanwhile_by_another_it_is_said(cast, message, row, client_of, again):
    actions.keep_reported(report=row, by=cast.facilitator, answer="Le ton est vif.")
    data = {"motive": "hurtful", "words": WORDS, "answer": "Rien à redire."}
    answer = client_of(cast.facilitator).post(reverse(again, args=[row.ref]), data, follow=True)
    assert (answer.status_code, "Quelqu’un a déjà répondu à ce signalement." in answer.content.decode()) == (200, True)
    assert ContentReport.objects.get().answer == "Le ton est vif."


def test_lifted_twice_it_is_lifted_once_and_said(cast, message, client_of):
    measure = removed(message, cast.facilitator)
    url = reverse("circles:measure_lift", args=[measure.ref])
    answers = [client_of(cast.facilitator).post(url, follow=True) for _ in range(2)]
    assert ["La mesure est levée" in answer.content.decode() for answer in answers] == [True, True]
    assert [client_of(person).post(url).status_code for person in (cast.member, cast.account)] == [404, 404]
