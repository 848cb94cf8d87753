"""Whoever registers people is killed with −9 by another process at random moments: each seat is right, each letter queued once.

Run by ``make long``; ``CERCLES_KILLS`` says how many times, twenty unless told.
"""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connections, transaction

from cercles.journal.models import Entry, OutgoingMail
from cercles.meetings import actions
from cercles.meetings.actions import jobs
from cercles.meetings.models import Registration
from tests.factories.circles import CircleFactory, MembershipFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.people import PersonFactory
from tests.meetings.conftest import kinds, plain

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
KILLS = int(os.environ.get("CERCLES_KILLS", "20"))
PEOPLE = 40 + 8 * KILLS
SEATS = 10


class Killed:
    """Runs ``work(around)`` in a process of its own until it ends, killing it ``KILLS`` times; ``around`` marks each act."""

    def __init__(self, work: Callable[[Callable], None]):
        self.work, self.inside = work, 0
        connections.close_all()
        chance = random.SystemRandom()
        for _ in range(KILLS):
            self._life(chance.uniform(0, 0.12))
        assert self._life(None) == 0
        assert self.inside >= max(1, KILLS // 4), "the kills fell beside the work: they prove nothing"

    def _life(self, seconds: float | None) -> int | None:
        said, says = os.pipe()
        process = multiprocessing.get_context("fork").Process(target=self._run, args=(says,))
        process.start()
        os.close(says)
        assert os.read(said, 1) == b"."
        if seconds is not None:
            time.sleep(seconds)
            os.kill(process.pid, signal.SIGKILL)
        process.join(60)
        with os.fdopen(said, "rb") as heard:
            self.inside += heard.read()[-1:] == b"("
        return process.exitcode

    def _run(self, says: int) -> None:
        connections.close_all()

        def around(act: Callable[[], None]) -> None:
            os.write(says, b"(")
            act()
            os.write(says, b")")

        os.write(says, b".")
        self.work(around)
        connections.close_all()
        os._exit(0)


@pytest.fixture
def people(transactional_db):
    with transaction.atomic():
        return PersonFactory.create_batch(PEOPLE)


def test_registrations_killed_at_random_moments(people):
    """Everybody asks for a seat in her turn, then five who have one and two who wait give up."""
    meeting = MeetingFactory(capacity=SEATS)
    leaving = [people[number] for number in (0, 2, 4, 6, 8, 20, 22)]

    def work(around):
        known = dict(Registration.objects.filter(meeting=meeting).values_list("person", "state"))
        for person in people:
            if person.pk not in known:
                around(lambda person=person: actions.register(meeting=meeting, person=person, by=person))
        for person in leaving:
            if known.get(person.pk) != "cancelled":
                around(lambda person=person: actions.decline(meeting=meeting, person=person, by=person))

    Killed(work)

    gone = {0, 2, 4, 6, 8, 20, 22}
    seated = [1, 3, 5, 7, 9, 10, 11, 12, 13, 14]
    expected = ["cancelled" if n in gone else "registered" if n in seated else "waiting" for n in range(PEOPLE)]
    rows = Registration.objects.filter(meeting=meeting)
    assert dict(rows.values_list("person", "state")) == {person.pk: expected[n] for n, person in enumerate(people)}
    waiting = [person.pk for n, person in enumerate(people) if expected[n] == "waiting"]
    assert list(rows.waiting().values_list("person", flat=True)) == waiting

    mails = list(OutgoingMail.objects.all())
    due = [("confirmation", n) for n in range(SEATS)] + [("waiting", n) for n in range(SEATS, PEOPLE)]
    due += [("promotion", n) for n in range(SEATS, SEATS + 5)] + [("declined", n) for n in gone]
    told = Counter(zip(kinds(mails), (mail.to for mail in mails), strict=True))
    assert told == dict.fromkeys(((kind, people[n].email) for kind, n in due), 1)
    said = {mail.to: plain(mail.text) for mail in mails if "meetings.waiting" in mail.key}
    assert all(f"à la place numéro {n - SEATS + 1}." in said[people[n].email] for n in range(SEATS + 1, PEOPLE))
    assert Entry.objects.filter(verb="meetings.accept").count() == PEOPLE
    assert Entry.objects.filter(verb="meetings.seat").count() == SEATS + 5


def test_invitations_killed_at_random_moments(people, monkeypatch):
    """A whole circle is invited, five people a transaction, so that many are cut in the middle."""
    circle = CircleFactory()
    with transaction.atomic():
        for person in people:
            MembershipFactory(circle=circle, person=person)
    meeting = MeetingFactory(circle=circle)
    monkeypatch.setattr(jobs, "SLICE", 5)

    Killed(lambda around: around(lambda: jobs.invite_members(meeting.pk)))

    assert dict(Registration.objects.values_list("person", "state")) == {person.pk: "invited" for person in people}
    told = Counter(OutgoingMail.objects.values_list("to", flat=True))
    assert told == dict.fromkeys((person.email for person in people), 1)
    assert set(kinds(OutgoingMail.objects.all())) == {"invitation"}
