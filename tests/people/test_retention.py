"""What is kept no longer goes, and only that: exact counts on a clock that is set."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import pairwise

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cercles.circles.actions.copies import KEPT as COPIES_KEPT
from cercles.circles.enums import RequestState
from cercles.circles.models import HeldMessage, JoinRequest, PreparedCopy
from cercles.core import clock, links, retention
from cercles.core.models import CacheRow
from cercles.journal.actions import record
from cercles.journal.models import Bounce, Entry, IncomingMail, OutgoingMail
from cercles.people import actions
from cercles.people.enums import AccountState
from cercles.people.models import Purged, UnusedNotice, User
from tests.factories.circles import CircleFactory, MembershipFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
START = datetime(2026, 1, 10, 3, tzinfo=UTC)


def on(day: int) -> datetime:
    return START + day * DAY


def purged(day: int) -> dict[str, int]:
    """What the night of that day took, without what it found empty."""
    with clock.at(on(day)):
        return {code: count for code, count in actions.purge_all().items() if count}


def sleeper(**fields):
    """Somebody who came on the first day, and gives no sign after it."""
    return PersonFactory(joined_at=START, created_at=START, last_login=START, **fields)


def told(outbox) -> list[tuple[str, str]]:
    return [(mail.to, mail.subject) for mail in outbox() if mail.key.startswith("people.unused")]


def test_a_sleeping_account_is_told_twice_then_erased(outbox):
    person = sleeper(email="maud@exemple.fr")
    first, last = "Gardez-vous votre compte ?", "Dernier courriel avant l’effacement de votre compte"
    assert purged(3 * 365) == {}
    assert purged(3 * 365 + 1) == {"letters": 1}
    assert purged(3 * 365 + 2) == {}
    assert purged(3 * 365 + 60) == {}
    assert purged(3 * 365 + 61) == {"letters": 1}
    assert [(to, subject.replace("\xa0", " ")) for to, subject in told(outbox)] == [
        ("maud@exemple.fr", first), ("maud@exemple.fr", last),
    ]  # fmt: skip
    assert purged(3 * 365 + 91) == {}
    assert User.objects.get(pk=person.pk).email == "maud@exemple.fr"
    assert purged(3 * 365 + 92) == {"people.unused": 1, "rows": 1}
    gone = User.objects.get(pk=person.pk)
    assert (gone.state, gone.name, gone.email) == (AccountState.ERASED, "", f"efface-{gone.ref}@invalid")
    assert UnusedNotice.objects.count() == 0
    assert purged(3 * 365 + 93) == {}


def test_the_letters_say_the_day_of_the_erasure(outbox):
    sleeper()
    purged(3 * 365 + 1)
    purged(3 * 365 + 61)
    texts = [mail.text.replace("\xa0", " ") for mail in outbox()]
    # 10 January 2026 and three years of 365 days: 9 January 2029; told the day after, then sixty days later.
    assert ["effacé après le 10 avril 2029" in text for text in texts] == [True, True]


@pytest.mark.parametrize("sign", ["sign_in", "act", "mail"])
def test_a_sign_keeps_the_account_and_both_letters_are_owed_again(sign, outbox):
    person = sleeper()
    purged(3 * 365 + 1)
    with clock.at(on(3 * 365 + 30)):
        if sign == "sign_in":
            User.objects.filter(pk=person.pk).update(last_login=clock.now())
        elif sign == "act":
            record("circles.changed", CircleFactory(), by=person)
        else:
            IncomingMail.objects.create(key="a", person=person, sender=person.email)
    for day in (61, 92, 400):
        assert "people.unused" not in purged(3 * 365 + day)
    assert (UnusedNotice.objects.count(), len(told(outbox))) == (0, 1)
    assert purged(6 * 365 + 31) == {"letters": 1}
    assert len(told(outbox)) == 2


def test_one_click_of_the_letter_keeps_the_account(client, outbox):
    person = sleeper(email="maud@exemple.fr")
    purged(3 * 365 + 1)
    with clock.at(on(3 * 365 + 20)):
        address = links.url("people.keep", person, person).partition("/l/")[2]
        assert "Garder mon compte" in client.get(f"/l/{address}").content.decode()
        assert UnusedNotice.objects.count() == 1, "a page that is only looked at keeps nothing"
        for _ in range(2):
            assert client.post(f"/l/{address}").status_code == 302
    assert Entry.objects.filter(verb="people.kept", by=person).count() == 1
    assert [mail.subject for mail in outbox()][1:] == ["Votre compte est gardé"]
    assert purged(3 * 365 + 92) == {}
    assert User.objects.get(pk=person.pk).email == "maud@exemple.fr"


def test_whoever_must_hand_something_over_stays_and_holds_nobody_back():
    alone, other = sleeper(), sleeper()
    circle = CircleFactory()
    MembershipFactory(circle=circle, person=alone, role="facilitator", since=START)
    for day in (1, 61):
        assert purged(3 * 365 + day) == {"letters": 2}
    assert purged(3 * 365 + 92) == {"people.unused": 1, "rows": 1}
    assert [User.objects.get(pk=person.pk).state for person in (alone, other)] == ["active", "erased"]
    assert purged(3 * 365 + 93) == {}


def test_who_administers_who_is_suspended_and_who_is_invented_are_not_told(outbox):
    sleeper(administrator=True)
    sleeper(suspended=True)
    sleeper(fictional=True)
    assert purged(3 * 365 + 92) == {}
    assert outbox() == []


def test_an_invited_person_is_unnamed_a_year_after_the_last_letter(outbox):
    with clock.at(START):
        person = actions.invite_person(email="nora@exemple.fr", by=None)
    with clock.at(on(100)):
        OutgoingMail.objects.create(
            key="x", person=person, to=person.email, subject="Venez", text="", created_at=clock.now()
        )
    assert purged(366) == {}
    assert purged(466) == {"people.invited": 1, "rows": 1}
    assert User.objects.get(pk=person.pk).state == AccountState.ERASED
    assert not OutgoingMail.objects.exists()


def old_rows() -> dict[str, int]:
    """On the first day, of each other rule: some rows; and how many go on the 400th."""
    person = PersonFactory()
    circle = CircleFactory()
    with clock.at(START):
        for number in range(3):
            actions.ask_to_enter(email=f"jamais{number}@exemple.fr")
            Session.objects.create(session_key=f"s{number}", session_data="", expire_date=on(30))
            OutgoingMail.objects.create(
                key=f"m{number}",
                person=person,
                to=person.email,
                subject="Sujet",
                text="Texte",
                state="done",
                done_at=START,
            )
            IncomingMail.objects.create(
                key=f"i{number}", sender="a@exemple.fr", subject="Sujet", person=person, outcome="posted", read_at=START
            )
        Bounce.objects.create(person=person, address="a@exemple.fr")
        PreparedCopy.objects.create(
            circle=circle, person=person, facilitates=False, asked_at=START, until=START + COPIES_KEPT
        )
        HeldMessage.objects.create(
            circle=circle, reason="unknown", sender="a@exemple.fr", state="refused", decided_at=START
        )
        HeldMessage.objects.create(circle=circle, reason="unknown", sender="a@exemple.fr")
        version = circle.charter_versions.first()
        for state in (RequestState.DECLINED, RequestState.ACCEPTED):
            JoinRequest.objects.create(
                circle=circle, person=person, version=version, state=state, reason="Complet.", decided_at=START
            )
    return {
        "people.pending": 3, "people.sessions": 3, "journal.bodies": 3, "journal.addresses": 3, "journal.senders": 3,
        "journal.bounces": 1, "circles.requests": 1, "circles.held": 1, "circles.copies": 1,
    }  # fmt: skip


def tried(day: int) -> dict[str, int]:
    out = StringIO()
    with clock.at(on(day)):
        call_command("purge", "--dry-run", stdout=out)
    return {code: count for code, count in json.loads(out.getvalue().splitlines()[-1]).items() if count}


def test_the_trial_says_what_goes_and_changes_nothing():
    expected = old_rows()
    # An address is let go only once the text has gone: the trial sees it a night later.
    seen = {code: count for code, count in expected.items() if code != "journal.addresses"}
    for _ in range(2):
        assert tried(400) == {**seen, "rows": sum(seen.values())}
    assert purged(400) == {**expected, "rows": sum(expected.values())}
    assert tried(400) == {}
    assert purged(400) == {}
    assert {row.rule: row.rows for row in Purged.objects.all()} == expected
    assert list(OutgoingMail.objects.order_by().values_list("to", "subject", "text", "person").distinct()) == [
        ("", "", "", None)
    ]
    assert list(IncomingMail.objects.order_by().values_list("sender", "subject", "person").distinct()) == [
        ("", "", None)
    ]
    assert HeldMessage.objects.get().state == "waiting"
    assert JoinRequest.objects.get().state == RequestState.ACCEPTED


def test_what_is_within_its_time_stays():
    old_rows()
    assert purged(2) == {}
    assert purged(6) == {"people.pending": 3, "rows": 3}


def test_each_transaction_is_short_whatever_the_number():
    OutgoingMail.objects.bulk_create(
        OutgoingMail(key=f"m{number}", to="a@exemple.fr", subject="S", text="T", state="done", done_at=START)
        for number in range(450)
    )
    with CaptureQueriesContext(connection) as seen:
        assert purged(100) == {"journal.bodies": 450, "rows": 450}
    updates = [
        query["sql"] for query in seen.captured_queries if query["sql"].startswith('UPDATE "journal_outgoingmail"')
    ]
    assert len(updates) == 3


def test_a_row_that_fails_keeps_neither_its_neighbours_nor_the_rules_that_follow():
    """A file whose store is away, a row that another holds: it is told, and everything else goes on its day."""
    for number in range(3):
        OutgoingMail.objects.create(
            key=f"m{number}", to="a@exemple.fr", subject="S", text="T", state="done", done_at=START
        )
    Bounce.objects.create(person=PersonFactory(), address="a@exemple.fr", at=START)
    stuck = OutgoingMail.objects.get(key="m1")

    def refuses(execute, sql, params, many, context):
        if sql.startswith('UPDATE "journal_outgoingmail"') and stuck.pk in params:
            raise DatabaseError("no")
        return execute(sql, params, many, context)

    with (
        clock.at(on(400)),
        connection.execute_wrapper(refuses),
        pytest.raises(CommandError, match=f"le reste est fait. 1 of .*journal.bodies {stuck.pk}: DatabaseError: no"),
    ):
        call_command("purge")
    assert list(OutgoingMail.objects.order_by("pk").values_list("text", flat=True)) == ["", "T", ""]
    assert not Bounce.objects.exists()
    assert {row.rule: row.rows for row in Purged.objects.all()} == {
        "journal.bodies": 2, "journal.addresses": 2, "journal.bounces": 1,
    }  # fmt: skip
    assert purged(401) == {"journal.bodies": 1, "journal.addresses": 1, "rows": 2}


def test_two_rules_never_bear_the_same_code():
    codes = [rule.code for rule in retention.rules()]
    assert all(before != after for before, after in pairwise(sorted(codes)))
    assert {rule.code.partition(".")[0] for rule in retention.rules()} == {
        "people", "journal", "circles", "organisations", "meetings", "polls", "library", "practices",
    }  # fmt: skip


# The page


def test_the_page_counts_and_names_nobody(client_of, queries):
    agnes = PersonFactory(administrator=True)
    browser = client_of(agnes)
    for number in (1, 3):
        with clock.at(START):
            for n in range(number):
                actions.ask_to_enter(email=f"jamais{number}{n}@exemple.fr")
        warned = sum(rule.warned is not None for rule in retention.rules())
        with queries(2 * len(retention.rules()) + warned + 3):
            page = browser.get("/administration/conservation/").content.decode().replace("\xa0", " ")
        assert f"jamais{number}" not in page
    assert "4 lignes partent cette nuit" in page
    assert "2 jours après leur saisie" in page
    assert "3 ans après le dernier signe de la personne ; deux courriels avant" in page


def test_the_page_is_for_administrators(client_of):
    assert client_of(PersonFactory()).get("/administration/conservation/").status_code == 404


def test_the_address_one_comes_from_is_not_kept_past_the_count(client):
    """Asking for a code is counted by the address it comes from: once the count is over it goes, though nothing reads it again."""
    client.post(reverse("account_login"), {"email": "maud@exemple.fr"}, REMOTE_ADDR="203.0.113.7")
    hers = CacheRow.objects.filter(cache_key__contains="203.0.113.7")
    assert hers.count() == 1
    hers.update(expires=START)
    with clock.at(START):
        assert actions.purge_all()["people.limits"] == 0
    assert hers.count() == 1
    with clock.at(START + timedelta(minutes=1)):
        assert actions.purge_all()["people.limits"] == 1
    assert hers.count() == 0
