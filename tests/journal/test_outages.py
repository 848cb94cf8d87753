"""The mailbox or the mail server is away, for an hour or two days: said once, asked less and less often, and all of it is there after."""

import logging
import time
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from cercles.circles.actions import threads as actions
from cercles.circles.enums import ANSWER
from cercles.core import clock, standing
from cercles.core.errors import SomeFailed
from cercles.core.files import unnamed
from cercles.journal.actions import queue_mail, tidy
from cercles.journal.actions.outages import ServerWatch
from cercles.journal.enums import Server
from cercles.journal.models import IncomingMail, Outage, OutgoingMail
from cercles.journal.postbox import Postbox, collect, follow
from cercles.journal.worker.lanes import MailLane
from tests.journal.imap_server import ImapServer
from tests.journal.mails import raw
from tests.journal.processes import wait_for

HOUR = timedelta(hours=1)


@pytest.fixture
def box(settings):
    running = ImapServer().start()
    settings.IMAP_URL, settings.INCOMING_POLL_S, settings.EMAIL_TIMEOUT = running.url, 0.05, 0.3
    settings.WORKER_RETRY_S = 0.3  # asked again after 0.05 s, then 0.1, 0.2… at most 3 s
    settings.MAIL_IN, settings.SITE_URL = "cercles@exemple.fr", "http://testserver"
    yield running
    running.mode = ""
    running.stop()


@pytest.fixture
def thread(cast, box):
    return actions.start_thread(circle=cast.circle, by=cast.facilitator, title="Poste", text="Qui ?")


@pytest.fixture
def follower(transactional_db, box):
    """The thread of the worker that reads the box."""
    stop = Event()
    reader = Thread(target=follow, args=(stop,))
    reader.start()
    yield reader
    stop.set()
    reader.join(10)
    assert not reader.is_alive()


def answer(cast, thread, number, sent=None):
    data = raw("gmail", standing.address(ANSWER, thread, cast.member)).replace(b"<gmail@", b"<g%d@" % number)
    lines = [f"Date: {sent:%a, %d %b %Y %H:%M:%S} +0000".encode() if line.startswith(b"Date:") and sent else line
             for line in data.splitlines()]  # fmt: skip
    return b"\n".join(lines)


def break_it(box, how):
    if how == "gone":
        box.stop()
    else:
        box.mode = how
        if how == "login":  # asked at the next call
            box.hang_up()


def mend(box, how):
    box.mode = ""
    if how == "gone":
        box.start()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["gone", "silent", "login", "cut", "bye"])
def test_however_it_breaks_it_is_said_once_and_all_is_posted_once_after(cast, box, thread, follower, caplog, how):
    box.deliver(answer(cast, thread, 1))
    wait_for(lambda: thread.messages.count() == 2)
    with caplog.at_level(logging.INFO, logger="cercles"):
        break_it(box, how)
        for number in (2, 3, 4):
            box.deliver(answer(cast, thread, number))
        wait_for(lambda: Outage.objects.filter(server=Server.MAILBOX, tries__gte=3).exists())
        assert (follower.is_alive(), thread.messages.count()) == (True, 2)
        said = [record.getMessage() for record in caplog.records if "mailbox" in record.getMessage()]
        assert (len(said), "cannot be read" in said[0]) == (1, True)
        mend(box, how)
        wait_for(lambda: thread.messages.count() == 5, seconds=5)
        wait_for(lambda: not Outage.objects.exists(), seconds=5)
    assert "the mailbox answers again" in caplog.text
    assert list(thread.messages.order_by("number").values_list("mail_id", flat=True))[1:] == [
        f"<g{number}@exemple.fr>" for number in (1, 2, 3, 4)
    ]
    assert IncomingMail.objects.count() == 4


@pytest.mark.django_db
def test_one_that_cannot_be_kept_stops_no_other_and_leaves_no_file(cast, box, thread):
    for number in (1, 2, 3):
        box.deliver(
            answer(cast, thread, number).replace(b"Subject: ", b"Subject: Impossible " if number == 1 else b"Subject: ")
        )

    def refuses(execute, sql, params, many, context):
        if sql.startswith("INSERT") and any("Impossible" in str(value) for value in params):
            raise DatabaseError("no")
        return execute(sql, params, many, context)

    with Postbox(box.url) as opened:
        with connection.execute_wrapper(refuses), pytest.raises(SomeFailed, match="1 of 3: mail 1: DatabaseError: no"):
            list(collect(opened))
        assert list(thread.messages.values_list("mail_id", flat=True))[1:] == ["<g2@exemple.fr>", "<g3@exemple.fr>"]
        assert (IncomingMail.objects.count(), list(unnamed())) == (2, [])
        assert len(list(collect(opened))) == 1
    assert thread.messages.count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_days_later_everything_is_there_in_its_order_within_seconds(cast, box, thread, follower, client_of):
    now = datetime.now(UTC).replace(microsecond=0)
    sent = [now - timedelta(hours=48 - number) for number in range(40)]
    box.stop()
    for number, moment in enumerate(sent):  # forty of one person: not a program, since they came over two days
        box.deliver(answer(cast, thread, number, moment), at=moment)
    wait_for(lambda: Outage.objects.filter(tries__gte=1).exists())
    two_days = {"since": now - timedelta(days=2), "tries": 60, "next_at": now + timedelta(minutes=5)}
    # A try that had begun writes over it once.
    wait_for(lambda: Outage.objects.filter(**two_days).exists() or bool(Outage.objects.update(**two_days) and False))
    box.start()
    page = client_of(cast.administrator).get(reverse("journal:work")).content.decode()
    assert ("boîte" in page, "CERCLES_IMAP_URL" in page, "Réessayer maintenant" in page) == (True, True, True)
    calls = box.calls
    time.sleep(0.4)
    assert (box.calls, thread.messages.count()) == (calls, 1), "it waits for its time"
    browser = client_of(cast.administrator)
    assert browser.post(reverse("journal:ask_server", args=[Outage.objects.get().pk])).status_code == 302
    wait_for(lambda: thread.messages.count() > 1, seconds=5)
    wait_for(lambda: thread.messages.count() == 41, seconds=40)
    posted = list(thread.messages.order_by("number").values_list("sent_at", flat=True))[1:]
    assert posted == sent
    # The last one is told just after it is posted.
    wait_for(lambda: IncomingMail.objects.filter(outcome="posted").count() == 40, seconds=5)
    wait_for(lambda: not Outage.objects.exists(), seconds=5)
    shown = client_of(cast.member).get(thread.get_absolute_url()).content.decode()
    assert shown.count("envoyé le") == 19  # a page of twenty, of which the first was typed here


@pytest.mark.django_db
def test_the_sent_date_is_shown_only_when_it_is_sane(cast, box, thread):
    now = datetime.now(UTC).replace(microsecond=0)
    dates = [now - timedelta(minutes=20), now - 3 * HOUR, now + 5 * HOUR, datetime(1970, 1, 1, tzinfo=UTC)]
    for number, moment in enumerate(dates):
        box.deliver(answer(cast, thread, number, moment))
    with Postbox(box.url) as postbox:
        assert [mail.outcome for mail in collect(postbox)] == ["posted"] * 4
    late = list(thread.messages.order_by("number").values_list("sent_at", flat=True))
    assert late == [None, None, dates[1], None, None]
    assert all(now <= at for at in thread.messages.values_list("at", flat=True)), "its place is where it came"


@pytest.mark.django_db
def test_the_log_says_it_by_steps_and_each_wait_is_longer(caplog, settings):
    settings.WORKER_RETRY_S = 30
    watch, begun, waits, said = ServerWatch(Server.MAILBOX), clock.now(), [], []
    with caplog.at_level(logging.WARNING, logger="cercles"):
        moment = begun
        while moment < begun + timedelta(days=3):
            with clock.at(moment):
                watch.away("Connection refused")
            wait = Outage.objects.get().next_at - moment
            waits.append(wait.total_seconds())
            if len(caplog.records) > len(said):
                said.append(moment - begun)
            moment += wait
    assert waits[:8] == [5, 10, 20, 40, 80, 160, 300, 300]
    due = [0 * HOUR, HOUR, 6 * HOUR, 24 * HOUR, 48 * HOUR]
    assert len(said) == len(due)
    assert all(step <= one < step + timedelta(minutes=5) for one, step in zip(said, due, strict=True))


@pytest.mark.django_db
def test_what_nobody_asks_any_more_is_forgotten(settings):
    ServerWatch(Server.MAILBOX).away("Connection refused")
    Outage.objects.update(tried_at=clock.now() - timedelta(days=8))
    tidy()
    assert Outage.objects.count() == 0


@pytest.mark.django_db
def test_the_administrator_is_told_where_and_others_nothing(cast, client_of, queries):
    ServerWatch(Server.POST).away("535 Authentication failed")
    Outage.objects.update(since=clock.now() - 3 * HOUR)
    page = client_of(cast.administrator).get(reverse("journal:work")).content.decode()
    for told in ("Le serveur qui envoie les courriels ne répond pas", "535 Authentication failed", "CERCLES_SMTP_HOST"):
        assert told in page
    week = client_of(cast.administrator).get(reverse("pages:week"), follow=True).content.decode()
    assert "Le serveur qui envoie les courriels ne répond pas" in week
    assert "ne répond pas" not in client_of(cast.member).get("/", follow=True).content.decode()
    refused = client_of(cast.member).post(reverse("journal:ask_server", args=[Outage.objects.get().pk]))
    assert refused.status_code == 404


# Mails that leave


@pytest.mark.django_db
def test_two_days_without_a_mail_server_cost_no_mail_a_try(server, settings):
    mails = [
        queue_mail(key=f"m{number}", to=f"p{number}@example.org", subject="Été", text="Voilà") for number in range(3)
    ]
    server.stop()
    lane, now = MailLane("test", Event()), clock.now()
    for tried in range(40):  # more than a mail has tries
        with clock.at(now + tried * HOUR):
            assert lane.run_due() == {}
    outage = Outage.objects.get(server=Server.POST)
    assert (outage.tries, outage.since) == (40, now)
    assert set(OutgoingMail.objects.values_list("state", "attempts", "lease_by")) == {("due", 0, "")}
    server.start()
    with clock.at(now + 48 * HOUR):
        assert lane.run_due() == {"mails": 3}
    assert (len(server.taken), len(server.copies), Outage.objects.count()) == (3, 3, 0)
    assert [mail["To"] for mail in server.taken] == [mail.to for mail in mails]


@pytest.mark.django_db(transaction=True)
def test_a_worker_waits_for_the_mail_server_and_sends_all_of_it_once_it_is_back(work, server):
    server.stop()
    for number in range(5):
        queue_mail(key=f"m{number}", to=f"p{number}@example.org", subject="Été", text="Voilà")
    running = work()
    wait_for(lambda: Outage.objects.filter(server=Server.POST, tries__gte=4).exists())
    assert running.log.read_text().count("mail server") == 1
    server.start()
    wait_for(lambda: OutgoingMail.objects.filter(state="done").count() == 5, seconds=30)
    assert (set(server.copies.values()), len(server.taken)) == ({1}, 5)
    wait_for(lambda: not Outage.objects.exists(), seconds=5)
