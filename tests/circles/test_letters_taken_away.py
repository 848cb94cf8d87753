"""Letters that wait while something is taken away: they leave without it, once, or not at all. Through a real mail server."""

from collections import Counter
from threading import Event
from typing import Any

import pytest

from cercles.circles.actions import leave_circle
from cercles.circles.actions import moderation as actions
from cercles.circles.actions import threads as talking
from cercles.circles.adapters.moderation import found_message
from cercles.circles.emails import threads as letters
from cercles.circles.models import Message
from cercles.journal.actions import try_all_again
from cercles.journal.models import OutgoingMail
from cercles.journal.worker import leases
from cercles.journal.worker.lanes import MailLane
from cercles.journal.worker.post import Post
from tests.factories.circles import MembershipFactory
from tests.journal.conftest import server  # noqa: F401

pytestmark = pytest.mark.django_db
TITLE, SAID = "Karim est un incapable", "Vous êtes des incapables, et je pèse mes mots."
QUOTES = f"Je ne suis pas d’accord.\n\n> {SAID}"
CUT, SUBJECT = "[citation d’un message retiré]", "Sujet retiré par l’animation"


@pytest.fixture
def other(cast: Any) -> Any:
    return MembershipFactory(circle=cast.circle, person__name="Léa Morin", person__email="lea@example.org").person


@pytest.fixture
def thread(cast: Any, other: Any) -> Any:
    """The member opens it, the facilitator quotes her; both are told by mail, and nothing has left."""
    thread = talking.start_thread(circle=cast.circle, by=cast.member, title=TITLE, text=SAID)
    talking.post_message(thread=thread, by=cast.facilitator, text=QUOTES)
    for message in thread.messages.all():
        talking.write_message_letters(message.pk)
    return thread


def run() -> Counter[str]:
    return MailLane("test", Event()).run_due()


def removed(thread: Any, by: Any, number: int = 1) -> Any:
    written = found_message(thread.messages.get(number=number).pk)
    return actions.remove(written=written, by=by, motive="hurtful", words="Une insulte.")


def told(server: Any, address: str = "lea@example.org") -> list[str]:  # noqa: F811
    """What each mail of the conversation that she received says, whole."""
    mine = [mail for mail in server.taken if mail["To"] == address and mail["List-Id"]]
    return [
        f"{mail['Subject']}\n" + "".join(part.get_content() for part in mail.walk() if not part.is_multipart())
        for mail in mine
    ]


def has(text: str) -> list[bool]:
    return [words in text for words in (SAID, TITLE, CUT, SUBJECT, "Je ne suis pas d’accord.")]


def test_the_message_does_not_leave_and_what_quotes_it_leaves_without_it(cast, thread, server):  # noqa: F811
    removed(thread, cast.facilitator)
    run()
    assert [has(mail) for mail in told(server)] == [[False, False, True, True, True]]
    assert set(Counter((mail["To"], mail["Message-ID"]) for mail in server.taken).values()) == {1}
    assert run() == {}


def test_given_back_before_they_left_what_quotes_it_leaves_whole(cast, thread, server):  # noqa: F811
    actions.lift(measure=removed(thread, cast.facilitator), by=cast.facilitator)
    run()
    assert [has(mail) for mail in told(server)] == [[True, True, False, False, True]]


def test_what_had_left_is_not_sent_again(cast, thread, server):  # noqa: F811
    run()
    before = len(server.taken)
    removed(thread, cast.facilitator)
    run()
    assert [mail["List-Id"] for mail in server.taken[before:]] == [None], "the reason, to its author"


def test_in_the_hand_of_a_worker_that_fails_it_comes_back_without_it(cast, thread, server):  # noqa: F811
    """The server is away when it is sent: meanwhile the message was taken away."""
    quoting = OutgoingMail.objects.get(person__email="lea@example.org", subject__startswith="Re: ")
    first = OutgoingMail.objects.get(person__email="lea@example.org", subject=TITLE)
    leases.take(OutgoingMail, worker="test", most=20)
    held = [leases.start(OutgoingMail, mail.pk, worker="test", tries=20) for mail in (first, quoting)]
    removed(thread, cast.facilitator)
    for mail in held:
        leases.fail(mail, "421 Closing", worker="test", tries=20)
    leases.release(OutgoingMail, worker="test")
    OutgoingMail.objects.update(due_at=first.created_at)
    run()
    assert [has(mail) for mail in told(server)] == [[False, False, True, True, True]]


def test_a_letter_written_from_what_was_read_before_leaves_without_it(cast, thread, server, monkeypatch):  # noqa: F811
    """The job that writes letters had read the messages just before one was taken away."""
    OutgoingMail.objects.all().delete()
    stale = list(Message.objects.select_related("thread__circle", "author", "answers").order_by("number"))
    removed(thread, cast.facilitator)
    reader = cast.circle.memberships.get(person__email="lea@example.org").person
    for row in stale:
        letters.message(row, stale[0], reader)
    run()
    assert [has(mail) for mail in told(server)] == [[False, False, True, True, True]]


def test_what_waits_for_who_administers_too(cast, thread, server):  # noqa: F811
    """Given up, then asked for again: it leaves as it may be read now."""
    OutgoingMail.objects.update(state="stuck", attempts=20)
    removed(thread, cast.facilitator)
    OutgoingMail.objects.update(state="due", attempts=0)
    run()
    assert [has(mail) for mail in told(server)] == [[False, False, True, True, True]]


# Whoever left reads no more of the circle, however her letters waited


def test_in_the_hand_of_a_worker_that_fails_when_she_leaves_nothing_comes_back(cast, other, thread, server):  # noqa: F811
    taken = leases.take(OutgoingMail, worker="test", most=20)
    started = leases.start(OutgoingMail, taken[0], worker="test", tries=20)
    leave_circle(circle=cast.circle, by=other)
    leases.fail(started, "421 Closing", worker="test", tries=20)
    leases.release(OutgoingMail, worker="test")
    OutgoingMail.objects.update(due_at=started.created_at)
    run()
    assert (told(server), len(told(server, cast.facilitator.email))) == ([], 1)
    waited = OutgoingMail.objects.filter(person=other, key__startswith="circle-thread-")
    assert set(waited.values_list("state", "reason")) == {("dropped", "no longer wanted")}


def test_one_that_left_while_she_was_leaving_has_left(cast, other, thread, server):  # noqa: F811
    (mail,) = OutgoingMail.objects.filter(person=other, subject=TITLE)
    leases.take(OutgoingMail, worker="test", most=20)
    started = leases.start(OutgoingMail, mail.pk, worker="test", tries=20)
    leave_circle(circle=cast.circle, by=other)
    leases.finish(started, worker="test")
    mail.refresh_from_db()
    assert (mail.state, mail.reason) == ("done", "")


def test_one_that_waited_for_who_administers_is_not_asked_for_again(cast, other, thread, server):  # noqa: F811
    OutgoingMail.objects.update(state="stuck", attempts=20)
    leave_circle(circle=cast.circle, by=other)
    try_all_again(OutgoingMail, by=cast.administrator)
    run()
    assert (told(server), len(told(server, cast.facilitator.email))) == ([], 1)


def test_one_written_from_the_list_of_members_of_before_does_not_leave(cast, other, thread, server):  # noqa: F811
    OutgoingMail.objects.all().delete()
    leave_circle(circle=cast.circle, by=other)
    root = thread.messages.get(number=1)
    letters.message(root, root, other)
    run()
    assert told(server) == []


def test_one_query_more_for_a_letter_that_nothing_was_taken_from(cast, thread, server, django_assert_num_queries):  # noqa: F811
    mail = OutgoingMail.objects.select_related("person").filter(subject__startswith="Re: ").first()
    (look,) = [look for start, look in talking.LEAVING.items() if mail.key.startswith(start)]
    with django_assert_num_queries(1):
        assert look(mail)
    with Post() as post:
        post.send(mail)
    assert SAID in server.taken[0].get_body(("plain",)).get_content()
