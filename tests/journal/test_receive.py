"""``cercles receive``: one mail on its input, a mailbox by IMAP; killed anywhere, each mail acts once; away, nothing is lost."""

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from cercles.circles.actions import threads as actions
from cercles.circles.enums import ANSWER
from cercles.circles.models import HeldMessage, Message
from cercles.core import standing
from cercles.journal.actions import read_mail
from cercles.journal.models import IncomingMail
from cercles.journal.postbox import Postbox, PostboxAway, collect, follow
from tests.journal.imap_server import ImapServer
from tests.journal.mails import raw
from tests.journal.processes import ROOT, database_url, wait_for
from tests.journal.test_reading import POISONS, poison

KILLS = int(os.environ.get("CERCLES_KILLS", "20"))


@pytest.fixture
def box(settings):
    running = ImapServer().start()
    settings.IMAP_URL, settings.INCOMING_POLL_S = running.url, 0.1
    yield running
    running.stop()


@pytest.fixture
def thread(cast, settings):
    settings.MAIL_IN, settings.SITE_URL = "cercles@exemple.fr", "http://testserver"
    return actions.start_thread(circle=cast.circle, by=cast.facilitator, title="Poste", text="Qui ?")


def answers(cast, thread, many):
    data = raw("gmail", standing.address(ANSWER, thread, cast.member))
    return [data.replace(b"<gmail@", b"<g%d@" % number) for number in range(many)]


def command(settings, tmp_path, **more):
    """``cercles receive`` as an operator runs it, on the database of the tests."""
    environment = {
        **os.environ, "DATABASE_URL": database_url(), "CERCLES_MAIL_IN": "cercles@exemple.fr", "CERCLES_URL": "http://testserver",
        "CERCLES_IMAP_URL": "", "SECRET_KEY": settings.SECRET_KEY, "CERCLES_HOME": str(tmp_path), "CERCLES_DEMO": "0", **more,
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "cercles.config", "receive"], cwd=ROOT, env=environment | {"PYTHONPATH": f"{ROOT / 'src'}"},
        stdin=subprocess.DEVNULL if "CERCLES_IMAP_URL" in more else subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_one_mail_on_its_input(cast, thread, settings, tmp_path):
    data = answers(cast, thread, 1)[0]
    out, err = command(settings, tmp_path).communicate(data, timeout=60)
    message = Message.objects.get(number=2)
    told = {
        "outcome": "posted",
        "reason": "",
        "mail": IncomingMail.objects.get().pk,
        "kind": "circles.message",
        "id": message.pk,
    }
    assert json.loads(out.decode().strip().rpartition("\n")[2] or err) == told


def given(monkeypatch, capsys, data):
    """The same in this process: its last line."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    call_command("receive")
    return json.loads(capsys.readouterr().out.strip().rpartition("\n")[2])


@pytest.mark.django_db
def test_the_same_mail_again_gives_the_same_answer(cast, thread, monkeypatch, capsys):
    data = answers(cast, thread, 1)[0]
    assert given(monkeypatch, capsys, data) == given(monkeypatch, capsys, data)
    assert thread.messages.count() == 2


@pytest.mark.django_db
def test_forty_megabytes_on_its_input_are_read_to_the_end_and_refused(cast, thread, monkeypatch, capsys):
    head = answers(cast, thread, 1)[0]
    told = given(monkeypatch, capsys, head + b"QUJD" * 10_485_760)
    assert (told["outcome"], told["reason"]) == ("ignored", "too_big")
    assert IncomingMail.objects.get().size == len(head) + 41_943_040
    assert IncomingMail.objects.get().raw.size <= 1_048_576


def poisoned(cast, thread, how):
    return poison(how).replace(b"<@TO@>", f"<{standing.address(ANSWER, thread, cast.member)}>".encode())


@pytest.mark.django_db
@pytest.mark.parametrize("how", POISONS)
def test_whatever_the_parser_stumbles_on_is_kept_and_said(cast, thread, monkeypatch, capsys, how):
    told = given(monkeypatch, capsys, poisoned(cast, thread, how))
    assert (told["outcome"], told["reason"]) == (("held", "sealed") if "nested" in how else ("posted", ""))
    assert IncomingMail.objects.get().raw.size == len(poisoned(cast, thread, how))
    text = HeldMessage.objects.get().text if "nested" in how else thread.messages.get(number=2).text
    assert text == POISONS[how][1]


@pytest.mark.django_db
def test_a_mail_whose_act_fails_is_kept_for_the_worker(cast, thread, monkeypatch, capsys):
    def refuses(execute, sql, params, many, context):
        if sql.startswith("INSERT") and "circles_message" in sql:
            raise DatabaseError("no")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuses):
        told = given(monkeypatch, capsys, answers(cast, thread, 1)[0])
    assert (told["outcome"], told["reason"], told["mail"]) == ("held", "to_be_read", IncomingMail.objects.get().pk)


@pytest.mark.django_db
def test_a_subject_of_a_program_without_its_headers_waits_for_who_facilitates(cast, thread, monkeypatch, capsys):
    told = given(monkeypatch, capsys, raw("absence-sans-entete", standing.address(ANSWER, thread, cast.member)))
    held = HeldMessage.objects.get()
    assert (told["outcome"], told["reason"], held.text, held.person) == (
        "held",
        "unsure",
        "De retour lundi.",
        cast.member,
    )


@pytest.mark.django_db
def test_poison_in_the_box_stops_nothing_and_is_marked(cast, thread, box, settings):
    for how in POISONS:
        box.deliver(poisoned(cast, thread, how).replace(b"<poison@", b"<%d@" % list(POISONS).index(how)))
    box.deliver(answers(cast, thread, 1)[0])
    with Postbox(settings.IMAP_URL) as open_box:
        assert [mail.outcome for mail in collect(open_box)] == [
            *("held" if "nested" in how else "posted" for how in POISONS), "posted"
        ]  # fmt: skip
        assert list(collect(open_box)) == []


@pytest.mark.django_db
def test_the_last_line_counts_even_when_one_could_not_be_kept(cast, thread, box, monkeypatch, capsys):
    first, second = answers(cast, thread, 2)
    box.deliver(first.replace(b"Subject: ", b"Subject: Impossible "))
    box.deliver(second)
    with connection.execute_wrapper(impossible), pytest.raises(CommandError, match="Ils attendent dans la boîte"):
        given(monkeypatch, capsys, b"")
    assert json.loads(capsys.readouterr().out.strip().rpartition("\n")[2]) == {
        "bounce": 0, "held": 0, "ignored": 0, "posted": 1
    }  # fmt: skip


def impossible(execute, sql, params, many, context):
    if sql.startswith("INSERT") and any("Impossible" in str(value) for value in params):
        raise DatabaseError("no")
    return execute(sql, params, many, context)


@pytest.mark.django_db
def test_one_that_cannot_be_kept_is_set_aside_and_is_no_outage(cast, thread, box, settings, caplog):
    first, second, third = answers(cast, thread, 3)
    box.deliver(first.replace(b"Subject: ", b"Subject: Impossible "))
    box.deliver(second)
    aside = {}
    with Postbox(settings.IMAP_URL) as open_box, connection.execute_wrapper(impossible):
        assert [mail.outcome for mail in collect(open_box, aside)] == ["posted"]
        box.deliver(third)
        fetched = list(box.fetched)
        assert [mail.outcome for mail in collect(open_box, aside)] == ["posted"]
        assert (list(aside), box.fetched[len(fetched) :]) == (["1"], [3])
        aside["1"] = 0
        assert list(collect(open_box, aside)) == []
    assert caplog.text.count("mail 1 of the mailbox cannot be kept") == 1
    aside["1"] = 0
    with Postbox(settings.IMAP_URL) as open_box:
        assert [mail.outcome for mail in collect(open_box, aside)] == ["posted"]


@pytest.mark.django_db
def test_nothing_on_its_input_and_no_box(monkeypatch, capsys):
    with pytest.raises(CommandError, match="CERCLES_IMAP_URL n’est pas réglé"):
        given(monkeypatch, capsys, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("keywords", [True, False])
def test_a_mailbox_is_read_once_and_marked_after(cast, thread, box, settings, keywords):
    box.keywords = keywords
    for data in answers(cast, thread, 3):
        box.deliver(data)
    for _ in range(2):
        with Postbox(settings.IMAP_URL) as open_box:
            found = [mail.outcome for mail in collect(open_box)]
    assert (found, thread.messages.count(), sorted(box.fetched)) == ([], 4, [1, 2, 3])
    assert box.flags[1] == ({"CerclesTaken", "\\Seen"} if keywords else {"\\Seen"})


@pytest.mark.django_db
def test_what_a_person_opened_in_the_box_is_still_new_for_us(cast, thread, box, settings):
    box.flags[box.deliver(answers(cast, thread, 1)[0])].add("\\Seen")
    with Postbox(settings.IMAP_URL) as open_box:
        assert [mail.outcome for mail in collect(open_box)] == ["posted"]


@pytest.mark.django_db
def test_of_a_mail_that_is_too_big_only_the_headers_are_fetched(cast, thread, box, settings):
    settings.INCOMING_MAX_BYTES = 1_000_000
    box.deliver(answers(cast, thread, 1)[0] + b"x" * 1_100_000)
    with Postbox(settings.IMAP_URL) as open_box:
        (mail,) = collect(open_box)
    assert (mail.outcome, mail.reason, mail.size > 1_000_000) == ("ignored", "too_big", True)
    assert mail.raw.size < 2_000


@pytest.mark.django_db
def test_a_box_that_is_away_or_refuses_says_so(settings, box):
    for url in (box.url.replace("sec%20ret", "faux"), "imap://a:b@127.0.0.1:1/INBOX"):
        with pytest.raises(PostboxAway), Postbox(url):
            pass


@pytest.mark.django_db(transaction=True)
def test_the_worker_takes_a_mail_in_within_five_seconds_and_waits_for_a_box_that_is_away(cast, thread, box):
    first, second = answers(cast, thread, 2)
    stop = Event()
    follower = Thread(target=follow, args=(stop,))
    follower.start()
    try:
        begun = time.monotonic()
        box.deliver(first)
        wait_for(lambda: thread.messages.count() == 2)
        assert time.monotonic() - begun < 5
        box.stop()
        box.deliver(second)
        time.sleep(0.5)
        box.start()
        wait_for(lambda: thread.messages.count() == 3)
    finally:
        stop.set()
        follower.join()


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_killed_at_random_moments_each_mail_is_posted_once(cast, thread, box, settings, tmp_path):
    many = 12
    box.pause_s = 0.01
    for data in answers(cast, thread, many):
        box.deliver(data)
    chance, begun = random.SystemRandom(), 0
    for _ in range(KILLS):
        running = command(settings, tmp_path, CERCLES_IMAP_URL=box.url)
        taken = len(box.fetched)
        until = time.monotonic() + 30
        while len(box.fetched) == taken and running.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.12))
        begun += running.poll() is None
        running.send_signal(signal.SIGKILL)
        running.communicate()
    running = command(settings, tmp_path, CERCLES_IMAP_URL=box.url)
    out, _err = running.communicate(timeout=60)
    assert set(json.loads(out.decode().strip().rpartition("\n")[2])) == {"posted", "held", "ignored", "bounce"}
    for mail in IncomingMail.objects.filter(outcome=""):  # what the worker does a minute later
        read_mail(mail.pk)
    assert IncomingMail.objects.count() == many
    assert set(IncomingMail.objects.values_list("outcome", flat=True)) == {"posted"}
    assert (thread.messages.count(), thread.messages.exclude(source_key=None).count()) == (many + 1, many)
    assert sorted(thread.messages.values_list("number", flat=True)) == list(range(1, many + 2))
    assert begun > 0, "the kills fell beside the work: they prove nothing"


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_from_the_box_to_the_thread_in_less_than_five_seconds(cast, thread, box, settings, monkeypatch, work, capsys):
    """A worker of its own, at the rhythm an instance has: mails come at moments that owe nothing to it."""
    told = {"IMAP_URL": box.url, "MAIL_IN": settings.MAIL_IN, "URL": settings.SITE_URL, "INCOMING_POLL_S": "3"}
    for name, value in told.items():
        monkeypatch.setenv(f"CERCLES_{name}", value)
    monkeypatch.setenv("SECRET_KEY", settings.SECRET_KEY)
    work().wait_until_it_works()
    chance, delays = random.SystemRandom(), []
    for count, data in enumerate(answers(cast, thread, 20), start=2):
        time.sleep(chance.uniform(0, 3))
        begun = time.monotonic()
        box.deliver(data)
        wait_for(lambda count=count: thread.messages.count() == count)
        delays.append(time.monotonic() - begun)
    delays.sort()
    with capsys.disabled():
        sys.stdout.write(f"\n20 mails: median {delays[10]:.2f} s, longest {delays[-1]:.2f} s\n")
    assert delays[-1] < 5
