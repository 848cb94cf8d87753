"""The morning's run over unanswered questions is killed with −9 at random moments, again and again: each member is asked once.

Run by ``make long``; ``CERCLES_KILLS`` says how many times, twenty unless told.
"""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections, transaction

from cercles.circles.actions import chasing
from cercles.circles.models import PositionStatement, Question, Solicitation
from cercles.core import clock
from cercles.journal.models import Entry, OutgoingMail
from tests.cast import make_cast
from tests.config.instance import wait_until
from tests.factories.circles import CircleThemeFactory, MembershipFactory, ThreadFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
KILLS = int(os.environ.get("CERCLES_KILLS", "20"))
QUESTIONS = 30 * KILLS


def _chase():
    connections.close_all()
    chasing.chase_questions()
    connections.close_all()
    os._exit(0)


def taken():
    many = Solicitation.objects.count()
    connections.close_all()
    return many


def test_each_member_is_asked_once_whenever_the_run_dies():
    cast = make_cast()
    with transaction.atomic():
        theme = CircleThemeFactory(circle=cast.circle)
        people = [row.person for row in MembershipFactory.create_batch(4, circle=cast.circle)]
        for person in people:
            PositionStatement.objects.create(
                circle=cast.circle, theme=theme, person=person, level="usual", audience=cast.circle.members_audience
            )
        for _ in range(QUESTIONS):
            thread = ThreadFactory(circle=cast.circle, messages=1, started_by=cast.member)
            Question.objects.create(
                thread=thread, asked_by=cast.member, theme=theme, asked_at=clock.now() - timedelta(days=6)
            )
    connections.close_all()
    chance, inside = random.SystemRandom(), 0
    for _ in range(KILLS):
        before = taken()
        process = multiprocessing.get_context("fork").Process(target=_chase)
        process.start()
        wait_until(lambda: taken() > before or process.exitcode is not None, 60)  # noqa: B023
        time.sleep(chance.uniform(0, 0.05))
        os.kill(process.pid, signal.SIGKILL)
        process.join(60)
        inside += before < taken() < 3 * QUESTIONS
    assert inside >= max(1, KILLS // 2), "the kills fell beside the run: they prove nothing"
    chasing.chase_questions()

    rows = list(Solicitation.objects.values_list("question", "person"))
    assert (len(rows), len(set(rows))) == (3 * QUESTIONS, 3 * QUESTIONS)
    assert set(Counter(question for question, _person in rows).values()) == {3}
    mails = OutgoingMail.objects.filter(key__startswith="circle-asked-")
    assert Counter(mails.values_list("key", flat=True)) == Counter(
        f"circle-asked-{cast.circle.pk}-{question}-{person}" for question, person in rows
    )
    assert Entry.objects.filter(verb="circles.question_taken").count() == QUESTIONS
    assert chasing.chase_questions() == {"questions": 0, "people": 0}
