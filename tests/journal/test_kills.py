"""Real workers, killed by another process at random moments: nothing is lost, and a mail that leaves twice is the same mail.

Run by ``make long``; ``CERCLES_KILLS`` says how many times, twenty unless told.
"""

import os
import random
import time
from collections import Counter

import pytest

from cercles.core import jobs
from cercles.journal.actions import enqueue, queue_mail
from cercles.journal.models import Entry, Job, OutgoingMail
from cercles.journal.worker.post import message_id
from tests.journal.processes import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLS = int(os.environ.get("CERCLES_KILLS", "20"))
MAILS, JOBS = 100, 40


def fill(mails: int, jobs: int) -> None:
    for number in range(mails):
        queue_mail(key=f"kill:{number}", to=f"p{number}@example.org", subject=f"n° {number}", text="Bonjour")
    for number in range(jobs):
        enqueue("effects.note", key=f"kill:{number}", number=number)


def left() -> int:
    return (
        OutgoingMail.objects.filter(state="due").count()
        + Job.objects.filter(key__startswith="kill:", state="due").count()
    )


def effects() -> Counter[int]:
    return Counter(Entry.objects.filter(verb="effects.noted").values_list("object_id", flat=True))


def slowly(envelope) -> str:
    time.sleep(0.03)
    return "250 OK"


@pytest.mark.long
def test_a_worker_killed_at_random_moments_loses_nothing(server, work):
    fill(MAILS, JOBS)
    server.answer = slowly
    chance = random.SystemRandom()
    for _ in range(KILLS):
        worker = work()
        worker.wait_until_it_works()
        time.sleep(chance.uniform(0, 0.35))
        worker.kill()
    worker = work()
    wait_for(lambda: left() == 0)
    assert worker.term()[0] == 0

    mails = OutgoingMail.objects.all()
    assert {mail.state for mail in mails} == {"done"}
    assert set(server.copies) == {message_id(mail) for mail in mails}
    assert server.copies.total() - MAILS <= KILLS
    interrupted = [row for model in (OutgoingMail, Job) for row in model.objects.filter(attempts__gt=1)]
    assert len(interrupted) >= KILLS // 4, "the kills fell beside the work: they prove nothing"
    assert effects() == dict.fromkeys(range(JOBS), 1)


def test_two_workers_at_once_double_nothing(server, work):
    fill(60, 30)
    workers = [work(lease_s=20) for _ in range(2)]
    wait_for(lambda: left() == 0)
    for worker in workers:
        assert worker.term()[0] == 0
    assert sorted(server.copies.values()) == [1] * 60
    assert effects() == dict.fromkeys(range(30), 1)
    assert set(OutgoingMail.objects.values_list("attempts", flat=True)) == {1}
    assert set(Job.objects.filter(key__startswith="kill:").values_list("attempts", flat=True)) == {1}


def test_a_mail_server_that_dies_and_comes_back_under_a_running_worker(server, work):
    server.answer = slowly
    fill(40, 0)
    worker = work()
    wait_for(lambda: len(server.taken) >= 5)
    server.stop()
    time.sleep(1)
    server.start()
    wait_for(lambda: left() == 0)
    assert worker.term()[0] == 0
    assert len(server.copies) == 40
    assert server.copies.total() <= 41


def test_a_job_longer_than_its_lease_runs_once(server, work):
    enqueue("effects.slow", key="kill:slow", number=1, seconds=3)
    workers = [work(lease_s=1) for _ in range(2)]
    wait_for(lambda: left() == 0)
    for worker in workers:
        assert worker.term()[0] == 0
    assert Entry.objects.filter(verb="effects.slow").count() == 1


def test_told_to_leave_it_finishes_what_it_does_and_gives_back_the_rest(server, work):
    for number in range(3):
        enqueue("effects.slow", key=f"kill:{number}", number=number, seconds=1)
    worker = work()
    wait_for(lambda: Job.objects.filter(lease_by__gt="", key__startswith="kill:").exists())
    code, line = worker.term()
    assert code == 0
    assert line.startswith('{"jobs": ')
    jobs = Job.objects.filter(key__startswith="kill:").order_by("pk")
    assert [job.state for job in jobs] == ["done", "due", "due"]
    assert {job.lease_by for job in jobs} == {""}


def test_once_does_what_is_due_and_says_how_much(server, work):
    fill(2, 1)
    code, line = work("--once").end()
    due = 1 + len(jobs.recurring())  # the job, and what every room asks for again and again
    assert (code, line) == (0, f'{{"jobs": {due}, "mails": 2}}')
