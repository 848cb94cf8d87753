"""Grouped mails by real workers and a real mail server: killed at random moments, and left by members in the middle of a run."""

import os
import random
import time
from collections import Counter
from datetime import timedelta

import pytest

from cercles.circles.actions import leave_circle
from cercles.circles.actions.threads import start_thread
from cercles.circles.models import Membership
from cercles.core import clock
from cercles.journal import actions
from cercles.journal.enums import Rhythm
from cercles.journal.models import Digest, Job, NotificationChoice, OutgoingMail
from cercles.journal.worker.post import message_id
from tests.factories.circles import CircleFactory
from tests.journal.processes import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLS = int(os.environ.get("CERCLES_KILLS", "20"))


def fill(people: int, name: str = "Un") -> list:
    """Two circles, everybody in both, a conversation in each, and grouped mails that are due."""
    from cercles.people.models import User

    before = clock.now() - timedelta(days=2)
    facilitator = User.objects.create_user("fanny@example.org", "Fanny")
    members = User.objects.bulk_create(
        User(email=f"p{number}@example.org", name=f"Personne {number}", audience="network") for number in range(people)
    )
    for title in (name, "Deux"):
        circle = CircleFactory(name=title)
        Membership.objects.bulk_create(
            Membership(circle=circle, person=person, since=before) for person in (facilitator, *members)
        )
        NotificationChoice.objects.bulk_create(
            NotificationChoice(
                person=person, topic=circle.members_audience, rhythm=Rhythm.DAILY, told_until=before, next_at=before
            )
            for person in members
        )  # fmt: skip
        with clock.at(clock.now() - timedelta(hours=2)):
            start_thread(circle=circle, by=facilitator, title=f"Échange de {title}", text="Bonjour")
    Job.objects.all().delete()  # the letters of each message: nobody here wants them
    return members


def due() -> int:
    waiting = NotificationChoice.objects.filter(next_at__lte=clock.now()).count()
    return waiting + OutgoingMail.objects.filter(state="due").count()


@pytest.mark.long
def test_killed_at_random_moments_of_a_run_each_mail_is_written_once(server, work):
    members = fill(600)
    chance, hits = random.SystemRandom(), 0
    server.answer = lambda envelope: time.sleep(0.002) or "250 OK"
    for number in range(KILLS):
        actions.enqueue("journal.digests", key=f"kill:{number}")  # as the next hour does
        worker = work(lease_s=1)
        worker.wait_until_it_works()
        begun = Job.objects.filter(verb="journal.digests", lease_by__contains=f":{worker.process.pid}:", attempts__gt=0)
        wait_for(lambda begun=begun: begun.exists() or due() == 0)
        time.sleep(chance.uniform(0, 0.4))
        hits += begun.filter(state="due").exists()
        worker.kill()
    worker = work(lease_s=20)
    wait_for(lambda: due() == 0, seconds=120)
    assert worker.term()[0] == 0
    assert hits >= KILLS // 4, "the kills fell beside the run: they prove nothing"
    mails = OutgoingMail.objects.filter(key__startswith="digest:")
    assert Counter(mails.values_list("person", flat=True)) == {person.pk: 1 for person in members}
    assert set(mails.values_list("state", flat=True)) == {"done"}
    assert Counter(Digest.objects.values_list("person", flat=True)) == {person.pk: 1 for person in members}
    assert set(server.copies) == {message_id(mail) for mail in mails}
    # One in hand when its worker died may come twice, as the same mail (docs/decisions/0003).
    assert server.copies.total() - len(members) <= KILLS


def test_members_who_leave_in_the_middle_of_a_run_read_no_more_of_that_circle(server, work):
    members = fill(40, name="Quitté")
    server.answer = lambda envelope: time.sleep(0.05) or "250 OK"
    worker = work()
    wait_for(lambda: len(server.taken) >= 3)
    late = OutgoingMail.objects.filter(state="due", lease_by="").order_by("-pk")[:10]
    gone = [mail.person for mail in late]
    assert len(gone) == 10
    circle = Membership.objects.get(circle__name="Quitté", person=gone[0]).circle
    for person in gone:
        leave_circle(circle=circle, by=person)
    wait_for(lambda: OutgoingMail.objects.filter(state="due").count() == 0)
    assert worker.term()[0] == 0
    actions.write_digests()
    work("--once").end()
    read: dict[str, list[bool]] = {}
    for message in server.taken:
        if message["Subject"].startswith(("Vos cercles", "Deux")):
            text = message.get_body(("plain",)).get_content()
            read.setdefault(message["To"], []).append("Échange de Quitté" in text)
    left = {person.email for person in gone}
    assert {address: told for address, told in read.items() if address in left} == {
        address: [False] for address in left
    }
    assert {address: told for address, told in read.items() if address not in left} == {
        person.email: [True] for person in members if person.email not in left
    }
