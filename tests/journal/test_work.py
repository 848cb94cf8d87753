"""Rows of work: leased, tried, renewed, taken again from the dead, never doubled; recurring work written once."""

from datetime import UTC, datetime, timedelta
from threading import Event
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from cercles.core import clock, jobs
from cercles.journal.actions import enqueue, tidy, went_on
from cercles.journal.models import Job, OutgoingMail, WorkerSign
from cercles.journal.queries import worker_alive
from cercles.journal.worker import leases, recurring
from cercles.journal.worker.keeper import Keeper
from cercles.journal.worker.lanes import JOB_TRIES, JobLane

pytestmark = pytest.mark.django_db
ran: list[str] = []


def run():
    return JobLane("test", Event()).run_due()


@pytest.fixture(autouse=True)
def _verbs(monkeypatch):
    ran.clear()
    monkeypatch.setattr(jobs, "_verbs", dict(jobs._verbs))
    monkeypatch.setattr(jobs, "_recurring", {})
    jobs.register("test.note", lambda word: ran.append(word), "Noter")
    jobs.register("test.raise", _raise, "Échouer")


def _raise():
    raise ValueError("pas aujourd’hui")


def test_a_job_runs_once_with_its_arguments():
    enqueue("test.note", key="a", word="bonjour")
    enqueue("test.note", key="a", word="encore")
    assert run() == {"jobs": 1}
    assert run() == {}
    assert ran == ["bonjour"]


def test_a_job_that_raises_keeps_its_error_and_the_next_runs():
    failing = enqueue("test.raise", key="a")
    enqueue("test.note", key="b", word="x")
    assert run() == {"jobs_failed": 1, "jobs": 1}
    failing.refresh_from_db()
    assert (failing.state, failing.attempts, failing.error) == ("due", 1, "ValueError: pas aujourd’hui")
    assert failing.due_at > clock.now() + timedelta(seconds=20)


def test_delays_grow_and_then_it_is_stuck():
    assert [leases.delay(tries).total_seconds() for tries in (1, 2, 3, 20)] == [30, 60, 120, 6 * 3600]
    failing = enqueue("test.raise", key="a")
    Job.objects.update(attempts=JOB_TRIES - 1)
    run()
    failing.refresh_from_db()
    assert failing.state == "stuck"


def test_a_verb_nobody_knows_any_more_is_an_error_like_another():
    job = enqueue("test.gone", key="a")
    assert run() == {"jobs_failed": 1}
    job.refresh_from_db()
    assert job.error == "KeyError: 'test.gone'"


def test_a_row_rolled_back_with_its_act_never_runs():
    @transaction.atomic
    def act():
        enqueue("test.note", key="a", word="x")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert run() == {}


def test_a_row_belongs_to_one_worker():
    for number in range(4):
        enqueue("test.note", key=str(number), word="x")
    first, second = leases.take(Job, worker="one", most=3), leases.take(Job, worker="two", most=3)
    assert (len(first), len(second)) == (3, 1)
    assert leases.start(Job, first[0], worker="two", tries=3) is None


def test_the_row_of_a_dead_worker_is_taken_again():
    job = enqueue("test.note", key="a", word="x")
    leases.take(Job, worker="dead", most=1)
    assert run() == {}
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert run() == {"jobs": 1}
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)


def test_a_living_worker_keeps_its_rows():
    job = enqueue("test.note", key="a", word="x")
    leases.take(Job, worker="alive", most=1)
    later = clock.now() + timedelta(seconds=50)
    with clock.at(later):
        Keeper("alive").beat()
    with clock.at(later + timedelta(seconds=50)):
        assert run() == {}
    job.refresh_from_db()
    assert job.lease_by == "alive"


def test_a_job_that_kills_its_worker_each_time_is_stuck_in_the_end():
    job = enqueue("test.note", key="a", word="x")
    Job.objects.update(attempts=JOB_TRIES)
    assert run() == {}
    job.refresh_from_db()
    assert (job.state, job.error) == ("stuck", "interrupted at every try")
    assert ran == []


def test_a_job_that_gets_further_each_time_is_taken_up_however_often_its_worker_is_killed():
    killed = 0

    def long_work():
        nonlocal killed
        went_on()
        killed += 1
        if killed <= 2 * JOB_TRIES:
            raise KeyboardInterrupt  # what no lane answers: the row stays as a killed worker leaves it

    jobs.register("test.long", long_work, "Longtemps")
    job = enqueue("test.long", key="a")
    for _ in range(2 * JOB_TRIES):
        with pytest.raises(KeyboardInterrupt):
            run()
        Job.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    assert run() == {"jobs": 1}
    job.refresh_from_db()
    assert (job.state, job.attempts, killed) == ("done", 1, 2 * JOB_TRIES + 1)
    went_on()  # outside a job: nothing


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_a_job_runs():
    seen = []
    jobs.register("test.look", lambda: seen.append(transaction.get_connection().in_atomic_block), "Regarder")
    enqueue("test.look", key="a")
    run()
    assert seen == [False]


PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("every", "hour", "now", "due"),
    [
        (
            timedelta(minutes=15),
            None,
            datetime(2019, 7, 4, 9, 44, tzinfo=PARIS),
            datetime(2019, 7, 4, 9, 30, tzinfo=PARIS),
        ),
        (timedelta(days=1), 7, datetime(2019, 7, 4, 9, 44, tzinfo=PARIS), datetime(2019, 7, 4, 7, tzinfo=PARIS)),
        (timedelta(days=1), 7, datetime(2019, 7, 4, 6, 59, tzinfo=PARIS), datetime(2019, 7, 3, 7, tzinfo=PARIS)),
        (timedelta(days=7), 8, datetime(2019, 7, 4, 9, tzinfo=PARIS), datetime(2019, 7, 1, 8, tzinfo=PARIS)),
        (timedelta(days=1), 7, datetime(2019, 3, 31, 9, tzinfo=PARIS), datetime(2019, 3, 31, 7, tzinfo=PARIS)),
    ],
)
def test_when_recurring_work_is_due(every, hour, now, due):
    assert recurring.occurrence(jobs.Recurring("x", every, hour), now) == due.astimezone(UTC)


def test_an_occurrence_is_one_row_whoever_writes_it():
    jobs.repeat("test.note", every=timedelta(hours=1))
    with clock.at(datetime(2019, 7, 4, 9, 44, tzinfo=UTC)):
        assert (recurring.plan(), recurring.plan()) == (1, 0)
    with clock.at(datetime(2019, 7, 4, 12, 1, tzinfo=UTC)):
        assert recurring.plan() == 1
    assert list(Job.objects.values_list("key", flat=True)) == [
        "test.note@2019-07-04T09:00Z",
        "test.note@2019-07-04T12:00Z",
    ]


def test_the_worker_is_alive_while_it_says_so():
    assert worker_alive(within=timedelta(minutes=1)) is False
    Keeper("w").beat()
    assert worker_alive(within=timedelta(minutes=1)) is True
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert worker_alive(within=timedelta(minutes=1)) is False


def test_tidy_drops_what_no_longer_serves_and_nothing_else():
    jobs.repeat("test.note", every=timedelta(hours=1))
    past = clock.now() - timedelta(days=100)
    for key in ("test.note@2019-07-04T09:00Z", "reminder:12"):
        Job.objects.create(key=key, verb="test.note", state="done", done_at=past)
    OutgoingMail.objects.create(key="old", to="a@example.org", subject="s", text="t", state="done", done_at=past)
    WorkerSign.objects.create(name="gone", seen_at=past)
    assert tidy() == {"runs": 1, "outages": 0, "workers": 1}
    assert list(Job.objects.values_list("key", flat=True)) == ["reminder:12"]
    assert OutgoingMail.objects.get().text == "t", "that is for the rules of retention"
