"""What the worker does with a mail server that takes, refuses, stalls, hangs up and comes back."""

from collections import Counter
from datetime import timedelta
from threading import Event

import pytest

from cercles.core import clock
from cercles.journal.actions import queue_mail, send_letter
from cercles.journal.models import Outage, OutgoingMail
from cercles.journal.worker.lanes import MAIL_TRIES, MailLane
from cercles.people.models import User

pytestmark = pytest.mark.django_db


def run() -> Counter[str]:
    return MailLane("test", Event()).run_due()


def letter(number: int = 1, **more):
    return queue_mail(key=f"m{number}", to=f"p{number}@example.org", subject="Été", text="Voilà : « oui »", **more)


def state(mail) -> tuple[str, int, str]:
    mail.refresh_from_db()
    assert (mail.lease_by, mail.lease_until) == ("", None)
    return mail.state, mail.attempts, mail.error


def test_a_batch_leaves_over_one_connection(server):
    for number in range(5):
        letter(number)
    assert run() == {"mails": 5}
    assert len(server.taken) == 5
    assert server.connections == 1
    assert run() == {}


def test_what_arrives_is_what_was_written(server):
    person = User.objects.create_user("maud@example.org", "Maud")
    ics = {
        "name": "invitation.ics",
        "type": "text/calendar; method=REQUEST",
        "text": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    }
    send_letter(
        key="m",
        person=person,
        subject="Venez à 9\u00a0h",
        lines=["Est-ce\u00a0possible\u00a0?"],
        attachments=[ics],
        reply_to="a@example.org",
    )
    run()
    (mail,) = server.taken
    assert mail["Subject"] == "Venez à 9\u00a0h"
    assert (mail["To"], mail["Reply-To"]) == ("maud@example.org", "a@example.org")
    assert mail["Message-ID"].endswith("@testserver>")
    assert "Est-ce\u00a0possible\u00a0?" in mail.get_body(("plain",)).get_content()
    assert "Est-ce\u00a0possible\u00a0?" in mail.get_body(("html",)).get_content()
    calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert [part["Content-Type"].params["method"] for part in calendars] == ["REQUEST", "REQUEST"]
    assert [part.get_filename() for part in calendars] == [None, "invitation.ics"]


def test_the_same_mail_sent_twice_is_recognised(server):
    mail = letter()
    run()
    OutgoingMail.objects.filter(pk=mail.pk).update(state="due")
    run()
    assert list(server.copies.values()) == [2]


@pytest.mark.parametrize("code", ["451 Try later", "452 Too much"])
def test_not_now_is_tried_later_and_the_next_mail_leaves(server, code):
    first, second = letter(1), letter(2)
    server.answer = lambda envelope: code if envelope.rcpt_tos == ["p1@example.org"] else "250 OK"
    before = clock.now()
    assert run() == {"mails_postponed": 1, "mails": 1}
    assert state(first) == ("due", 1, code)
    assert timedelta(seconds=29) < first.due_at - before < timedelta(seconds=40)
    assert state(second) == ("done", 1, "")


def test_a_full_server_makes_every_mail_wait(server):
    first, second = letter(1), letter(2)
    server.answer = lambda envelope: "421 Closing"
    lane = MailLane("test", Event())
    assert lane.run_due() == {}
    assert Outage.objects.get().said == "421 Closing"
    assert lane.watch.rests()
    assert state(first) == ("due", 1, "421 Closing")
    assert state(second) == ("due", 0, "")


def test_an_unknown_recipient_is_not_tried_again(server):
    mail = letter()
    server.recipient_answer = lambda address: "550 No such person"
    assert run() == {"mails_refused": 1}
    assert state(mail) == ("stuck", 1, "550 No such person")


def test_a_refused_content_is_not_tried_again(server):
    mail = letter()
    server.answer = lambda envelope: "554 Looks like spam"
    assert run() == {"mails_refused": 1}
    assert state(mail) == ("stuck", 1, "554 Looks like spam")


@pytest.mark.parametrize("answer", ["STALL", "HANG_UP"])
def test_a_server_that_stalls_or_hangs_up_is_tried_later(server, answer):
    mail = letter()
    server.answer = lambda envelope: answer
    assert run() == {}
    found, tries, error = state(mail)
    assert (found, tries) == ("due", 1)
    assert error != ""


def test_a_server_that_dies_and_comes_back(server):
    mails = [letter(number) for number in range(3)]
    server.stop()
    assert run() == {}
    assert [state(mail)[:2] for mail in mails] == [("due", 0), ("due", 0), ("due", 0)]
    server.start()
    OutgoingMail.objects.update(due_at=clock.now())
    assert run() == {"mails": 3}
    assert set(server.copies.values()) == {1}


def test_a_mail_taken_without_a_word_leaves_twice_as_the_same_mail(server):
    mail = letter()
    server.answer = lambda envelope: "TAKE_AND_HANG_UP"
    run()
    server.answer = lambda envelope: "250 OK"
    OutgoingMail.objects.update(due_at=clock.now())
    run()
    assert state(mail)[0] == "done"
    assert list(server.copies.values()) == [2]


def test_a_mail_that_always_fails_is_stuck_in_the_end(server):
    mail = letter()
    server.answer = lambda envelope: "451 Try later"
    OutgoingMail.objects.update(attempts=MAIL_TRIES - 1)
    run()
    assert state(mail) == ("stuck", MAIL_TRIES, "451 Try later")


@pytest.mark.parametrize("to", ["a@b@c", ""])
def test_an_address_nobody_can_write_is_stuck_at_once(server, to):
    mail = letter()
    OutgoingMail.objects.update(to=to)
    run()
    assert state(mail)[:2] == ("stuck", 1)


def test_a_person_who_left_meanwhile_receives_nothing(server):
    person = User.objects.create_user("maud@example.org", "Maud")
    mail = letter(person=person)
    User.objects.update(state="erased")
    assert run() == {"mails_dropped": 1}
    assert state(mail)[0] == "dropped"
    assert server.taken == []


def test_in_the_demo_mails_stay(server, settings):
    settings.MAIL_STAYS_HERE = True
    mail = letter()
    assert run() == {"mails": 1}
    assert state(mail)[0] == "done"
    assert server.taken == []


def test_a_mail_of_tomorrow_waits(server):
    letter(due_at=clock.now() + timedelta(hours=1))
    assert run() == {}
