"""Questions that nobody answered: when, to whom, how they are told, what is said of it, what « je ne sais pas » does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cercles.circles.actions import chasing, close_circle, leave_circle, state_position
from cercles.circles.actions import questions as actions
from cercles.circles.actions import threads as talking
from cercles.circles.actions.moderation import remove
from cercles.circles.adapters.moderation import found_message
from cercles.circles.enums import ANSWER
from cercles.circles.models import Question, Solicitation
from cercles.circles.queries.chasing import CHASED_AFTER, CHASED_UNTIL, chase_due, to_ask
from cercles.circles.rules import memory
from cercles.core import clock, standing
from cercles.core.enums import Visibility
from cercles.core.errors import RuleBroken, SomeFailed
from cercles.core.typography import when
from cercles.journal import actions as journal
from cercles.journal import queries as told
from cercles.journal.actions import read_mail, take_in
from cercles.journal.models import Bounce, IncomingMail, OutgoingMail
from tests.factories.circles import CircleThemeFactory, MembershipFactory
from tests.factories.people import PersonFactory
from tests.journal.mails import raw

pytestmark = pytest.mark.django_db
TITLE = "Qui a mutualisé un poste ?"
DAY = timedelta(days=1)


@pytest.fixture
def theme(cast):
    return CircleThemeFactory(circle=cast.circle, label="Partager un poste")


@pytest.fixture
def knowing(cast, theme):
    """Members who say in the grid that they do this, in the order in which they are asked: by name, for as many reasons."""

    def some(*names):
        people = [MembershipFactory(circle=cast.circle, person=PersonFactory(name=name)).person for name in names]
        for person in people:
            state_position(theme=theme, by=person, level="usual", text="Depuis deux ans.")
        return people

    return some


@pytest.fixture
def question(cast, theme):
    return actions.ask_question(
        circle=cast.circle, by=cast.member, title=TITLE, text="Nous **hésitons**.", theme=theme
    ).question


def later(question, delay=CHASED_AFTER):
    return clock.at(question.asked_at + delay)


def chase(question, delay=CHASED_AFTER):
    with later(question, delay):
        return chasing.chase_questions()


def plain(text):
    return " ".join(text.replace("\xa0", " ").split())


def mail_of(person, to):
    """As she would answer from Thunderbird."""
    data = raw("thunderbird", to)
    line = next(line for line in data.splitlines() if line.startswith(b"From:"))
    return data.replace(line, f"From: {person.name} <{person.email}>".encode())


def letters():
    return [mail for mail in OutgoingMail.objects.order_by("pk") if mail.key.startswith("circle-asked-")]


def asked(question):
    return [row.person.name for row in question.solicitations.select_related("person").order_by("pk")]


def refused(act):
    with pytest.raises(RuleBroken) as refusal:
        act()
    return refusal.value.code


def test_a_question_that_fails_stops_no_other_is_told_and_is_tried_again(cast, knowing, theme, monkeypatch):
    knowing("Anne")
    rows = [
        actions.ask_question(circle=cast.circle, by=cast.member, title=f"Question {n}", text="?", theme=theme).question
        for n in range(3)
    ]
    write = chasing.letters.asked
    monkeypatch.setattr(chasing.letters, "asked", lambda row: 1 / 0 if row.question_id == rows[1].pk else write(row))
    with pytest.raises(SomeFailed, match=rf"1 of 3: question {rows[1].pk}: ZeroDivisionError"):
        chase(rows[2])
    assert [asked(row) for row in rows] == [["Anne"], [], ["Anne"]]
    monkeypatch.undo()
    assert chase(rows[2]) == {"questions": 1, "people": 1}
    assert [asked(row) for row in rows] == [["Anne"]] * 3
    assert len(letters()) == 3


def test_nothing_before_the_delay_then_three_each_once(cast, question, knowing):
    knowing("Anne", "Bob", "Chloé", "Dan")
    assert chase(question, CHASED_AFTER - timedelta(seconds=1)) == {"questions": 0, "people": 0}
    assert chase(question) == {"questions": 1, "people": 3}
    assert asked(question) == ["Anne", "Bob", "Chloé"]
    assert [chase(question, CHASED_AFTER + n * DAY) for n in range(3)] == [{"questions": 0, "people": 0}] * 3
    assert [mail.person.name for mail in letters()] == ["Anne", "Bob", "Chloé"]


def test_the_letter_says_the_question_the_reason_how_to_answer_and_has_one_act(cast, question, knowing, settings):
    settings.MAIL_IN = "cercles@exemple.fr"
    [anne] = knowing("Anne")
    chase(question)
    [mail] = letters()
    assert plain(mail.subject) == "Sauriez-vous répondre à « Qui a mutualisé un poste ? » ?"
    text = plain(mail.text)
    said = (
        "a posé cette question au cercle « Cercle des pairs »", "personne n’y a encore répondu",
        "La question : Nous hésitons.",
        "Pourquoi vous : vous, ou votre organisation, avez écrit « Depuis deux ans. » sur le thème « Partager un poste »",
        "Répondez à ce courriel", question.thread.get_absolute_url(), "Je ne sais pas :",
    )  # fmt: skip
    assert [words for words in said if words not in text] == []
    assert mail.text.count("/l/circle.unknown.") == 1
    assert mail.reply_to == standing.address(ANSWER, question.thread, anne)
    root = question.thread.messages.get()
    assert root.ref in mail.headers["References"]
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_never_who_asked_who_left_who_shuts_her_door_nor_who_receives_no_mail(cast, question, knowing, theme):
    state_position(theme=theme, by=cast.member, level="usual", text="Moi aussi.")  # she asked
    gone, private, silent, returned, anne = knowing("Gus", "Paul", "Sara", "Rita", "Anne")
    leave_circle(circle=cast.circle, by=gone)
    private.reached_by = Visibility.PRIVATE
    private.save()
    talking.choose_rhythm(circle=cast.circle, person=silent, rhythm="never")
    for number in range(3):
        mail = IncomingMail.objects.create(key=f"retour-{number}", size=1, at=clock.now())
        Bounce.objects.create(
            mail=mail, person=returned, address=returned.email, status="5.1.1", said="?", at=clock.now()
        )
    chase(question)
    assert (asked(question), letters()[0].to) == (["Anne"], anne.email)


def test_an_answer_a_choice_a_closed_thread_or_circle_stop_it(cast, theme, knowing):
    knowing("Anne")

    def ask():
        return actions.ask_question(circle=cast.circle, by=cast.member, title=TITLE, text="?", theme=theme).question

    answered, taken_back, own, closed, old = (ask() for _ in range(5))
    talking.post_message(thread=answered.thread, by=cast.facilitator, text="Nous.")
    gone = talking.post_message(thread=taken_back.thread, by=cast.facilitator, text="Nous.")
    talking.withdraw_message(message=gone, by=cast.facilitator)
    talking.post_message(thread=own.thread, by=cast.member, text="Je précise.")
    talking.close_thread(thread=closed.thread, by=cast.member)
    Question.objects.filter(pk=old.pk).update(asked_at=old.asked_at - CHASED_UNTIL)
    assert chase(own) == {"questions": 2, "people": 2}
    assert set(Solicitation.objects.values_list("question", flat=True)) == {taken_back.pk, own.pk}
    last = ask()
    close_circle(circle=cast.circle, by=cast.facilitator, note="Fini.")
    assert chase(last) == {"questions": 0, "people": 0}


def test_what_happens_between_the_choice_and_the_lock_counts(cast, question, knowing, monkeypatch):
    """Somebody answers, or another worker asks, while the likeliest are worked out."""
    knowing("Anne")

    def answered_meanwhile(asked_about, by=None):
        found = to_ask(asked_about, by)
        talking.post_message(thread=question.thread, by=cast.facilitator, text="Nous.")
        return found

    monkeypatch.setattr(chasing, "to_ask", answered_meanwhile)
    assert chase(question) == {"questions": 0, "people": 0}
    assert Solicitation.objects.count() == 0


def test_i_do_not_know_passes_to_the_next_once_up_to_six(cast, question, knowing, client, path_in, outbox):
    knowing("Anne", "Bob", "Chloé", "Dan", "Eve", "Fred", "Gus", "Hugo")
    chase(question)
    path = path_in(letters()[0])
    with later(question):
        page = plain(client.get(path).content.decode())
        assert ["Nous hésitons." in page, "avez écrit « Depuis deux ans. »" in page] == [True, True]
        assert len(letters()) == 3  # opening it does nothing
        for _ in range(2):
            client.post(path)
        assert asked(question) == ["Anne", "Bob", "Chloé", "Dan"]
        assert [mail.person.name for mail in outbox() if mail.key.startswith("circle-done-unknown")] == ["Anne"]
        assert "Vous l’avez déjà dit" in client.get(path).content.decode()
        for number in (1, 2, 3, 4):
            client.post(path_in(letters()[number]))
    assert asked(question) == ["Anne", "Bob", "Chloé", "Dan", "Eve", "Fred"]


def test_once_it_found_its_answer_nobody_else_is_asked(cast, question, knowing, client, path_in):
    knowing("Anne", "Bob", "Chloé", "Dan")
    chase(question)
    path = path_in(letters()[0])
    answer = talking.post_message(thread=question.thread, by=cast.facilitator, text="Nous, en 2017.")
    with later(question):
        client.post(path)
        assert asked(question) == ["Anne", "Bob", "Chloé"]
        actions.settle(question=question, by=cast.member, answer=answer)
        assert "Elle a trouvé sa réponse" in client.get(path_in(letters()[1])).content.decode()
    assert {mail.state for mail in letters()} == {"dropped"}  # had they not left yet


def test_in_her_rhythm_a_line_of_the_grouped_mail_for_her_alone(cast, question, knowing, settings):
    settings.MAIL_IN = "cercles@exemple.fr"
    anne, _bob = knowing("Anne", "Bob")
    with clock.at(question.asked_at + timedelta(hours=1)):
        for person in (anne, cast.facilitator):
            talking.choose_rhythm(circle=cast.circle, person=person, rhythm="daily")
    chase(question)
    assert [mail.person.name for mail in letters()] == ["Bob"]
    with later(question, CHASED_AFTER + DAY):
        preview = told.preview_of(anne)["news"]
        journal.write_digests()
    lines = [(part.heading, line.title) for one in preview for part in one.parts for line in part.lines]
    assert lines == [("On vous demande", TITLE)]
    digests = {mail.person: plain(mail.text) for mail in OutgoingMail.objects.filter(key__startswith="digest:")}
    assert set(digests) == {anne}  # nothing new for who facilitates
    said = (
        "On vous demande",
        "avez écrit « Depuis deux ans. »",
        standing.address(ANSWER, question.thread, anne),
        "/l/circle.unknown.",
    )
    assert [words for words in said if words not in digests[anne]] == []


def test_a_rhythm_changed_before_the_grouped_mail_loses_nothing_and_tells_nothing_twice(cast, question, knowing):
    anne, bob = knowing("Anne", "Bob")
    with clock.at(question.asked_at + timedelta(hours=1)):
        for person in (anne, bob):
            talking.choose_rhythm(circle=cast.circle, person=person, rhythm="daily")
    chase(question)
    with later(question, CHASED_AFTER + timedelta(minutes=1)):
        talking.choose_rhythm(circle=cast.circle, person=anne, rhythm="each")
        talking.choose_rhythm(circle=cast.circle, person=anne, rhythm="daily")
    with later(question, CHASED_AFTER + DAY):
        journal.write_digests()
        talking.choose_rhythm(circle=cast.circle, person=bob, rhythm="each")  # told this morning
        journal.write_digests()
    assert [mail.person.name for mail in letters()] == ["Anne"]
    assert [mail.person.name for mail in OutgoingMail.objects.filter(key__startswith="digest:")] == ["Bob"]


def test_who_leaves_or_wants_no_mail_any_more_is_not_written_to(cast, question, knowing):
    anne, bob, _chloe = knowing("Anne", "Bob", "Chloé")
    chase(question)
    leave_circle(circle=cast.circle, by=anne)
    talking.choose_rhythm(circle=cast.circle, person=bob, rhythm="never")
    assert [(mail.person.name, mail.state) for mail in letters()] == [
        ("Anne", "dropped"), ("Bob", "dropped"), ("Chloé", "due"),
    ]  # fmt: skip


def test_answered_from_the_mailbox_it_enters_the_conversation(cast, question, knowing, settings):
    settings.MAIL_IN = "cercles@exemple.fr"
    [anne] = knowing("Anne")
    chase(question)
    [mail] = letters()
    taken = read_mail(take_in(mail_of(anne, mail.reply_to)).pk)
    assert (taken.outcome, question.thread.messages.get(number=2).author) == ("posted", anne)


def test_by_hand_from_the_week_before_the_delay_and_never_twice(cast, question, knowing, client_of):
    knowing("Anne", "Bob", "Chloé", "Dan")
    with later(question, 2 * DAY):
        memory.forget(cast.facilitator)
        [line] = chase_due(cast.facilitator)
        assert list(chase_due(cast.member)) == []
        assert (plain(line.title), line.group) == (f"Demander à qui pourrait savoir : « {TITLE} »", "Cercle des pairs")
        browser = client_of(cast.facilitator)
        done = browser.post(line.act.url, {"depuis_ma_semaine": "1"}, follow=True)
        assert "La question part à trois membres" in plain(done.content.decode())
        assert list(chase_due(cast.facilitator)) == []
    assert asked(question) == ["Anne", "Bob", "Chloé"]
    assert chase(question) == {"questions": 0, "people": 0}
    with later(question, 2 * DAY):
        browser.post(line.act.url)
        page = browser.post(line.act.url, follow=True).content.decode()
    assert asked(question) == ["Anne", "Bob", "Chloé", "Dan"]  # a second act asks the next
    assert "Personne d’autre" in page


def test_by_hand_it_is_refused_once_it_waits_no_more(cast, question, knowing):
    knowing("Anne")
    stale = Question.objects.select_related("thread__circle").get(pk=question.pk)
    answer = talking.post_message(thread=question.thread, by=cast.facilitator, text="Nous.")
    actions.settle(question=question, by=cast.member, answer=answer)
    assert refused(lambda: chasing.take_question(question=stale, by=cast.facilitator)) == "not_waiting"


def test_who_asked_and_who_facilitates_read_how_many_and_when_never_who(cast, question, knowing, client_of):
    anne, *_others = knowing("Anne", "Bob", "Chloé")
    with later(question, 2 * DAY):
        chasing.take_question(question=question, by=cast.facilitator)
    said = f"Demandé à trois membres le {when(question.asked_at + 2 * DAY)}."
    other = MembershipFactory(circle=cast.circle).person
    url = question.thread.get_absolute_url()
    pages = {name: plain(client_of(person).get(url).content.decode()) for name, person in {
        "asker": cast.member, "facilitator": cast.facilitator, "asked": anne, "other": other,
    }.items()}  # fmt: skip
    assert {name: plain(said) in page for name, page in pages.items()} == {
        "asker": True, "facilitator": True, "asked": False, "other": False,
    }  # fmt: skip
    assert {name: "On vous l’a demandée" in page for name, page in pages.items()} == {
        "asker": False, "facilitator": False, "asked": True, "other": False,
    }  # fmt: skip


def test_in_the_site_too_she_says_that_she_does_not_know(cast, question, knowing, client_of):
    anne, *_others = knowing("Anne", "Bob", "Chloé", "Dan")
    chase(question)
    url = reverse("circles:question_pass", args=[cast.circle.slug, question.thread.ref])
    with later(question):
        for _ in range(2):
            assert client_of(anne).post(url).status_code == 302
    assert asked(question) == ["Anne", "Bob", "Chloé", "Dan"]
    assert "On vous l’a demandée" not in client_of(anne).get(question.thread.get_absolute_url()).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_week_asks_the_same_whatever_waits(cast, theme, queries, many):
    made = [
        actions.ask_question(circle=cast.circle, by=cast.member, title=TITLE, text="?", theme=theme).question
        for _ in range(many)
    ]
    with later(made[0], 2 * DAY):
        list(chase_due(cast.facilitator))
        with queries(1):
            assert len(list(chase_due(cast.facilitator))) == many


def test_the_reasons_are_those_of_who_asked_and_of_nobody_else(cast, question, knowing):
    """What she may not read gives nobody a letter; when she has left, who facilitates reads in her place."""
    from cercles.circles.models import PositionStatement

    knowing("Anne")
    leave_circle(circle=cast.circle, by=cast.member)
    assert [one.name for one in to_ask(Question.objects.get(pk=question.pk))] == ["Anne"]
    PositionStatement.objects.update(audience="person:0")
    assert chase(question) == {"questions": 0, "people": 0}


def test_erased_she_leaves_no_trace_of_what_she_was_asked(cast, question, knowing):
    [anne] = knowing("Anne")
    chase(question)
    talking.forget_in_threads(anne)
    assert Solicitation.objects.count() == 0


@pytest.mark.parametrize("by", ["member", "facilitator"])
def test_taken_back_or_taken_away_it_is_taken_to_nobody(cast, question, knowing, by):
    knowing("Anne", "Bob")
    first = question.thread.messages.get(number=1)
    if by == "member":
        talking.withdraw_message(message=first, by=cast.member)
    else:
        remove(written=found_message(first.pk), by=cast.facilitator, motive="hurtful", words="Une insulte.")
    assert chase(question) == {"questions": 0, "people": 0}
    with later(question):
        assert refused(lambda: chasing.take_question(question=question, by=cast.facilitator)) == "not_waiting"
        assert TITLE not in " ".join(item.title for item in chase_due(cast.facilitator))
    assert (letters(), asked(question)) == ([], [])
