"""Fifty people press « Je participe » at the same moment, each from a process of her own, on a site served as in production."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from cercles.core import links
from cercles.journal.models import OutgoingMail
from cercles.meetings.models import Registration
from tests.config.instance import Instance, stop
from tests.factories.meetings import MeetingFactory, RegistrationFactory
from tests.factories.people import PersonFactory
from tests.journal.processes import database_url
from tests.meetings.conftest import kinds, plain

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
GUESTS, SEATS = 50, 10
GUEST = Path(__file__).with_name("guest.py")


@pytest.fixture
def site(transactional_db, tmp_path):
    """``cercles serve`` on the database of the tests."""
    instance = Instance(tmp_path / "home", DATABASE_URL=database_url(), SECRET_KEY=settings.SECRET_KEY)
    process = instance.serve()
    yield f"http://127.0.0.1:{instance.port}"
    stop(instance, process)
    process.communicate()


@pytest.fixture
def rows(transactional_db):
    with transaction.atomic():
        meeting, people = MeetingFactory(capacity=SEATS), PersonFactory.create_batch(GUESTS)
        return [RegistrationFactory(meeting=meeting, person=person, invited=True, came="guest") for person in people]


def press_at_once(site, rows, answers=()):
    """What each guest was answered, in the order of ``rows``; each says yes, or what ``answers`` says."""
    moment = time.time() + 2
    guests = [
        subprocess.Popen(
            [sys.executable, "-I", "-S", str(GUEST), f"{site}/l/{links.token('meetings.answer', row, row.person)}", str(moment), answer],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for row, answer in zip(rows, answers or ["yes"] * len(rows), strict=True)
    ]  # fmt: skip
    said = [guest.communicate(timeout=60) for guest in guests]
    assert [(guest.returncode, errors) for guest, (_out, errors) in zip(guests, said, strict=True)] == [(0, "")] * len(
        rows
    )
    return [plain(out) for out, _errors in said]


def test_fifty_at_once_for_ten_seats(rows, site):
    said = press_at_once(site, rows)

    assert {tuple(text.split("\n")[:2]) for text in said} == {("200", f"{site}/l/fait/")}
    seated = list(Registration.objects.seated().order_by("queue_number").values_list("pk", "queue_number"))
    waiting = list(Registration.objects.waiting().values_list("pk", "queue_number"))
    assert [number for _pk, number in seated] == list(range(1, SEATS + 1))
    assert [number for _pk, number in waiting] == list(range(SEATS + 1, GUESTS + 1))

    told = {row.pk: re.search(r"liste d’attente, à la place (\d+)", text) for row, text in zip(rows, said, strict=True)}
    assert {pk: int(found[1]) for pk, found in told.items() if found} == {pk: number - SEATS for pk, number in waiting}
    assert sum("Vous participez : une confirmation est partie" in text for text in said) == SEATS

    mails = list(OutgoingMail.objects.all())
    emails = {row.pk: row.person.email for row in rows}
    due = [("confirmation", emails[pk]) for pk, _number in seated] + [
        ("waiting", emails[pk]) for pk, _number in waiting
    ]
    assert sorted(zip(kinds(mails), (mail.to for mail in mails), strict=True)) == sorted(due)


def test_ten_seats_given_back_at_once_while_others_arrive(site):
    """Those who waited get them, in their order, each told once; who arrives meanwhile passes nobody."""
    with transaction.atomic():
        meeting = MeetingFactory(capacity=SEATS)
        seated = RegistrationFactory.create_batch(SEATS, meeting=meeting, came="guest")
        waiting = RegistrationFactory.create_batch(SEATS + 5, meeting=meeting, came="guest", waiting=True)
        coming = RegistrationFactory.create_batch(5, meeting=meeting, came="guest", invited=True)
    press_at_once(site, [*seated, *coming], ["no"] * len(seated) + ["yes"] * len(coming))

    rows = meeting.registrations
    assert set(rows.filter(state="cancelled")) == set(seated)
    assert list(rows.seated().order_by("queue_number")) == waiting[:SEATS]
    after = list(rows.waiting())
    assert (after[:5], set(after[5:])) == (waiting[SEATS:], set(coming))
    due = [("declined", row) for row in seated] + [("promotion", row) for row in waiting[:SEATS]]
    due += [("waiting", row) for row in coming]
    mails = list(OutgoingMail.objects.all())
    told = sorted(zip(kinds(mails), (mail.to for mail in mails), strict=True))
    assert told == sorted((kind, row.person.email) for kind, row in due)
