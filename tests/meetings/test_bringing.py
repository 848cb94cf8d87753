"""A question that stayed without an answer is proposed for the next meeting, and becomes a point of its agenda by one click."""

from datetime import timedelta

import pytest

from cercles.circles.actions import questions
from cercles.circles.actions import threads as talking
from cercles.circles.queries.chasing import CHASED_UNTIL
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.models import Link
from cercles.meetings import actions
from cercles.meetings.models import Meeting
from cercles.meetings.queries import bring_due
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
TITLE = "Qui a mutualisé un poste ?"
DAY = timedelta(days=1)


@pytest.fixture
def thread(cast):
    return questions.ask_question(circle=cast.circle, by=cast.member, title=TITLE, text="Nous hésitons.")


def due(cast, thread, after=CHASED_UNTIL):
    memory.forget(cast.facilitator)
    with clock.at(thread.created_at + after):
        return list(bring_due(cast.facilitator))


def meet(cast, **more):
    starts_at = clock.now() + timedelta(days=60)
    return MeetingFactory(circle=cast.circle, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **more)


def refused(act):
    with pytest.raises(RuleBroken) as refusal:
        act()
    return refusal.value.code


def plain(text):
    return " ".join(text.replace("\xa0", " ").split())


def test_after_four_weeks_and_while_nobody_answered(cast, thread):
    assert due(cast, thread, CHASED_UNTIL - timedelta(seconds=1)) == []
    [line] = due(cast, thread)
    assert (plain(line.title), line.act, line.url) == (
        f"Porter à une rencontre : « {TITLE} »", None, f"/rencontres/ouvrir/{cast.circle.slug}/?echange={thread.ref}",
    )  # fmt: skip
    assert due(cast, thread, timedelta(days=183)) == []
    with clock.at(thread.created_at + CHASED_UNTIL):
        assert list(bring_due(cast.member)) == []
    talking.post_message(thread=thread, by=cast.facilitator, text="Nous.")
    assert due(cast, thread) == []


def test_one_click_puts_it_on_the_agenda_of_the_next_meeting_of_the_circle_alone(cast, thread, client_of):
    meet(cast, visibility="network")
    meeting = meet(cast, title="Les achats à six")
    before = meeting.agenda
    [line] = due(cast, thread)
    assert plain(line.act.label) == "À l’ordre du jour de « Les achats à six »"
    browser = client_of(cast.facilitator)
    done = browser.post(line.act.url, {"depuis_ma_semaine": "1"}, follow=True)
    assert "est à l’ordre du jour" in done.content.decode()
    browser.post(line.act.url)  # twice is once
    fresh = Meeting.objects.get(pk=meeting.pk)
    assert fresh.agenda == [*before, {"minutes": 15, "title": TITLE, "speaker": ""}]
    assert Link.objects.filter(origin_kind="circles.thread", origin_id=thread.pk, outcome_id=meeting.pk).count() == 1
    assert due(cast, thread) == []
    assert TITLE in plain(browser.get(meeting.get_absolute_url()).content.decode())
    assert "Les achats à six" in plain(browser.get(thread.get_absolute_url()).content.decode())


def test_never_where_others_than_the_circle_read_nor_once_it_is_over(cast, thread):
    wide, over = meet(cast, visibility="public"), MeetingFactory(circle=cast.circle, held=True)
    codes = [
        refused(lambda one=one: actions.bring_question(meeting=one, thread=thread, by=cast.facilitator))
        for one in (wide, over)
    ]
    assert codes == ["shown_wider", "not_to_come"]
    assert Link.objects.filter(origin_kind="circles.thread").count() == 0


def test_a_conversation_that_asks_nothing_or_of_another_circle_is_not_there(cast, client_of):
    meeting = meet(cast)
    talk = talking.start_thread(circle=cast.circle, by=cast.member, title="Bavardage", text="Bonjour.")
    url = f"/rencontres/{meeting.ref}/questions/{talk.ref}/"
    assert client_of(cast.facilitator).post(url).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_it_asks_the_same_whatever_waits(cast, queries, many):
    rows = [questions.ask_question(circle=cast.circle, by=cast.member, title=TITLE, text="?") for _ in range(many)]
    meet(cast)
    due(cast, rows[0], CHASED_UNTIL + DAY)
    with queries(2):  # her circles, and what is left
        assert len(due(cast, rows[0], CHASED_UNTIL + DAY)) == many
