"""Questions: asked in the site or by mail, answered by a message that who asked chooses, vouched for, found with their state."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cercles.circles.actions import close_circle
from cercles.circles.actions import questions as actions
from cercles.circles.actions import threads as talking
from cercles.circles.adapters import questions as showing
from cercles.circles.adapters.threads import read
from cercles.circles.enums import START
from cercles.circles.models import Message, Question, Thread
from cercles.circles.queries.questions import counts
from cercles.core import clock, standing
from cercles.core.errors import RuleBroken
from cercles.journal.actions import read_mail, take_in
from cercles.journal.models import OutgoingMail
from tests.factories.circles import CircleThemeFactory, MembershipFactory, ThreadFactory
from tests.journal.mails import raw

pytestmark = pytest.mark.django_db
TITLE = "Qui a mutualisé un poste ?"


@pytest.fixture
def question(cast):
    return actions.ask_question(circle=cast.circle, by=cast.member, title=TITLE, text="Nous hésitons.").question


@pytest.fixture
def answer(cast, question):
    return talking.post_message(thread=question.thread, by=cast.facilitator, text="Nous, en 2017.")


def refused(act):
    with pytest.raises(RuleBroken) as refusal:
        act()
    return refusal.value.code


def at(name, question, **kwargs):
    return reverse(
        f"circles:{name}", kwargs={"slug": question.thread.circle.slug, "ref": question.thread.ref, **kwargs}
    )


def state(question):
    row = Question.objects.get(pk=question.pk)
    return row.state, row.answer and row.answer.number, row.certified_said


def plain(text):
    return text.replace("\xa0", " ")


def test_it_is_asked_from_the_form_with_its_theme(cast, client_of):
    theme = CircleThemeFactory(circle=cast.circle, label="Partager un poste")
    url = reverse("circles:question_ask", args=[cast.circle.slug])
    done = client_of(cast.member).post(url, {"title": TITLE, "text": "Nous hésitons.", "theme": theme.pk})
    row = Question.objects.get()
    assert (done.status_code, done["Location"]) == (302, row.thread.get_absolute_url())
    assert (row.asked_by, row.theme, row.state, row.asked_at) == (cast.member, theme, "open", row.thread.created_at)
    elsewhere = CircleThemeFactory()
    back = client_of(cast.member).post(url, {"title": TITLE, "text": "Gardé.", "theme": elsewhere.pk})
    assert (back.status_code, "Gardé." in back.content.decode(), Thread.objects.count()) == (422, True, 1)


def test_a_conversation_becomes_one_by_who_started_it_or_who_facilitates(cast, client_of):
    thread = talking.start_thread(circle=cast.circle, by=cast.member, title=TITLE, text="Nous hésitons.")
    other = MembershipFactory(circle=cast.circle).person
    url = reverse("circles:thread_question", kwargs={"slug": cast.circle.slug, "ref": thread.ref})
    pages = [client_of(person).get(thread.get_absolute_url()).content.decode() for person in (cast.member, other)]
    assert ["En faire une question" in page for page in pages] == [True, False]
    assert [client_of(person).post(url, {}).status_code for person in (other, cast.facilitator, cast.member)] == [
        404,
        302,
        302,
    ]
    assert list(Question.objects.values_list("asked_by", flat=True)) == [cast.member.pk]


def test_who_asked_chooses_the_answer_another_vouches_and_each_takes_it_back(cast, question, answer, client_of, outbox):
    third = MembershipFactory(circle=cast.circle, role="co_facilitator").person
    mine, theirs = client_of(cast.member), client_of(third)
    page = mine.get(question.thread.get_absolute_url()).content.decode()
    assert (page.count("C’est la réponse"), "Attend une réponse" in page) == (2, True)  # the button, and where it is
    mine.post(at("settle", question, number=2))
    assert state(question) == ("answered", 2, "")
    assert [plain(mail.subject) for mail in outbox()] == ["Votre message répond à « Qui a mutualisé un poste ? »"]

    assert mine.get(at("certify", question)).status_code == 404  # nor who asked
    assert client_of(cast.facilitator).get(at("certify", question)).status_code == 404  # nor who wrote it
    assert theirs.post(at("certify", question), {"sentence": " "}).status_code == 422
    theirs.post(at("certify", question), {"sentence": "Fait  deux fois ainsi."})
    assert state(question) == ("certified", 2, "Fait deux fois ainsi.")
    page = mine.get(question.thread.get_absolute_url()).content.decode()
    assert ["Réponse certifiée" in page, "Fait deux fois ainsi." in page, "Ce n’est pas la réponse" in page] == [
        True
    ] * 3

    theirs.post(at("uncertify", question))
    assert state(question) == ("answered", 2, "")
    mine.post(at("unsettle", question))
    assert state(question) == ("open", None, "")


def test_another_answer_takes_the_place_and_is_not_vouched_for(cast, question, answer):
    third = MembershipFactory(circle=cast.circle).person
    actions.settle(question=question, by=cast.member, answer=answer)
    question.refresh_from_db()
    actions.certify(question=question, by=cast.facilitator, sentence="Oui.")
    later = talking.post_message(thread=question.thread, by=third, text="Mieux encore.")
    actions.settle(question=question, by=cast.member, answer=later)
    assert state(question) == ("answered", 3, "")
    stale = Question.objects.get(pk=question.pk)
    stale.answer = answer
    assert refused(lambda: actions.certify(question=stale, by=cast.facilitator, sentence="Oui.")) == "changed_meanwhile"


def test_what_cannot_answer(cast, question, answer):
    first = question.thread.messages.get(number=1)
    elsewhere = ThreadFactory(circle=cast.circle, messages=2).messages.get(number=2)
    talking.withdraw_message(message=answer, by=cast.facilitator)
    codes = [
        refused(lambda row=row: actions.settle(question=question, by=cast.member, answer=row))
        for row in (first, elsewhere, answer)
    ]
    assert codes == ["asks", "no_such_answer", "no_such_answer"]
    close_circle(circle=cast.circle, by=cast.facilitator, note="Fini.")
    assert refused(lambda: actions.unsettle(question=question, by=cast.member)) == "circle_closed"


def test_an_answer_that_is_taken_back_leaves_the_question_waiting(cast, question, answer):
    actions.settle(question=question, by=cast.member, answer=answer)
    talking.withdraw_message(message=answer, by=cast.facilitator)
    assert state(question) == ("open", None, "")


def test_by_mail_it_is_asked_answered_and_the_answer_suits(cast, settings, client, path_in):
    settings.MAIL_IN, settings.SITE_URL = "cercles@exemple.fr", "http://testserver"
    data = raw("gmail", standing.address(START, cast.circle, cast.member))
    subject = next(line for line in data.splitlines() if line.startswith(b"Subject:"))
    asked = data.replace(subject, b"Subject: Question : le prix")
    row = read_mail(take_in(asked).pk)
    question = Question.objects.get()
    assert (row.outcome, question.thread.title, question.asked_by) == ("posted", "le prix", cast.member)
    answer = talking.post_message(thread=question.thread, by=cast.facilitator, text="Au mois.")
    talking.write_message_letters(answer.pk)
    mail = OutgoingMail.objects.get(person=cast.member)
    assert question.thread.get_absolute_url() in mail.text
    path = path_in(mail)
    assert "Au mois." in client.get(path).content.decode()
    assert state(question)[0] == "open"  # opening it does nothing
    for _ in range(2):
        client.post(path)
    assert state(question) == ("answered", 2, "")
    assert OutgoingMail.objects.filter(key__startswith="circle-done-fits").count() == 1


def test_only_who_asked_is_offered_the_choice_by_mail_and_only_while_it_waits(cast, question, answer):
    third = MembershipFactory(circle=cast.circle).person
    talking.write_message_letters(answer.pk)
    mails = {mail.person: mail.text for mail in OutgoingMail.objects.all()}
    assert {person: "Cette réponse me convient" in text for person, text in mails.items()} == {
        cast.member: True, third: False,
    }  # fmt: skip
    actions.settle(question=question, by=cast.member, answer=answer)
    more = talking.post_message(thread=question.thread, by=third, text="Nous aussi.")
    talking.write_message_letters(more.pk)
    assert (
        "Cette réponse me convient" not in OutgoingMail.objects.get(key__endswith=f"m{more.pk}-{cast.member.pk}").text
    )


def test_the_list_counts_what_is_true_and_nobody_elses(cast, question, answer, client_of):
    other = actions.ask_question(circle=cast.circle, by=cast.facilitator, title="Le prix ?", text="Au mois ?").question
    actions.ask_question(circle=MembershipFactory().circle, by=cast.account, title="Ailleurs", text="Non.")
    actions.settle(question=question, by=cast.member, answer=answer)
    assert counts(cast.circle, cast.member) == {"all": 2, "open": 1, "answered": 1, "certified": 0}
    assert counts(cast.circle, cast.account) == {"all": 0, "open": 0, "answered": 0, "certified": 0}
    url = reverse("circles:questions", args=[cast.circle.slug])
    browser = client_of(cast.member)
    found = {
        kind: [
            title in plain(browser.get(url, {"etat": kind}).content.decode()) for title in (TITLE, other.thread.title)
        ]
        for kind in ("", "open", "answered", "certified", "nimporte")
    }
    assert found == {
        "": [True, True], "open": [False, True], "answered": [True, False], "certified": [False, False],
        "nimporte": [True, True],
    }  # fmt: skip


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(cast, client_of, queries, this_room_only, many):
    for _ in range(many):
        thread = ThreadFactory(circle=cast.circle, messages=1, started_by=cast.member)
        Question.objects.create(thread=thread, asked_by=cast.member, theme=CircleThemeFactory(circle=cast.circle))
    browser, url = client_of(cast.member), reverse("circles:questions", args=[cast.circle.slug])
    browser.get(url)
    with queries(9):
        assert browser.get(url).content.decode().count("personne n’a encore répondu") == many


@pytest.mark.parametrize("many", [1, 3])
def test_its_page_asks_the_same_whoever_may_know(cast, client_of, queries, this_room_only, many):
    from cercles.circles.models import PositionStatement

    theme = CircleThemeFactory(circle=cast.circle)
    for _ in range(many):
        who = MembershipFactory(circle=cast.circle).person
        PositionStatement.objects.create(
            circle=cast.circle, theme=theme, person=who, level="usual", audience=cast.circle.members_audience
        )
    thread = actions.ask_question(circle=cast.circle, by=cast.member, title=TITLE, text="Oui ?", theme=theme)
    browser = client_of(cast.member)
    browser.get(thread.get_absolute_url())
    with queries(20):
        page = browser.get(thread.get_absolute_url()).content.decode()
    assert page.count("Pratique courante") == many


def test_the_search_says_how_far_it_is(cast, question, answer):
    def note():
        return plain(read(cast.member, [question.thread_id])[question.thread_id].shown.note)

    assert note() == "Cercle des pairs · question : attend une réponse"
    actions.settle(question=question, by=cast.member, answer=answer)
    assert note() == "Cercle des pairs · question : répondue"


def test_grouped_mails_tell_what_waits_and_what_was_found(cast, question, answer):
    def news(since):
        sections = list(showing.news(cast.circle.pk, since, clock.now() + timedelta(hours=3)))
        return [(item.title, plain(item.note), item.by) for section in sections for item in section.items]

    before, later = question.asked_at - timedelta(minutes=1), clock.now() + timedelta(hours=1)
    assert news(before) == [(TITLE, "attend une réponse", cast.member.pk)]
    with clock.at(later):
        actions.settle(question=question, by=cast.member, answer=answer)
    assert news(later - timedelta(minutes=1)) == [(TITLE, "une réponse de Fanny Animatrice convient", cast.member.pk)]
    third = MembershipFactory(circle=cast.circle, role="co_facilitator").person
    question.refresh_from_db()
    with clock.at(later + timedelta(hours=1)):
        actions.certify(question=question, by=third, sentence="Fait deux fois.")
    assert news(later + timedelta(minutes=30)) == [
        (TITLE, f"réponse certifiée par {third.display_name} : Fait deux fois.", third.pk)
    ]
    assert Message.objects.count() == 2
