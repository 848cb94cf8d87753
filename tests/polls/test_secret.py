"""Secret ballots: counted once, found by their receipt, and linked to nobody by anything that is kept."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.models import OutgoingMail
from cercles.polls import actions, queries
from cercles.polls.models import Ballot, Poll, Urn
from cercles.polls.models.urn import Choice, UrnBroken, new_receipt, receipt_of, seal, unseal
from tests.factories.circles import MembershipFactory
from tests.factories.polls import make_poll, picked

pytestmark = pytest.mark.django_db


@pytest.fixture
def poll(cast):
    return make_poll(cast, is_secret=True)


@pytest.fixture
def voters(cast):
    return [cast.member, cast.facilitator, *(MembershipFactory(circle=cast.circle).person for _ in range(3))]


def vote(poll, person, label="Les achats", receipt=""):
    receipt = receipt or new_receipt()
    actions.answer_poll(poll=poll, by=person, options=picked(poll, label), receipt=receipt)
    return receipt


def whole_database():
    """Every row of every table, as an administrator reads it."""
    rows = [row for model in apps.get_models() for row in model._default_manager.all()]
    return serializers.serialize("json", rows)


def test_nothing_kept_says_who_chose_what_nor_under_which_receipt(cast, client_of, poll, voters):
    receipts = {}
    for person in voters[:3]:
        browser = client_of(person)
        page = browser.get(poll.get_absolute_url()).content.decode()
        receipts[person.pk] = re.search(r'name="receipt" value="([^"]+)"', page).group(1)
        told = {"options": picked(poll, "Les achats")[0].pk, "receipt": receipts[person.pk]}
        answer = browser.post(poll.get_absolute_url(), told)
        assert (answer.status_code, receipts[person.pk] in answer.headers["Location"]) == (302, False)
    kept = whole_database()
    bare = [receipt_of(receipt) for receipt in receipts.values()]
    assert [word in kept for word in (*bare, *receipts.values())] == [False] * 6
    assert Ballot.options.through.objects.count() == 0
    assert Ballot.objects.filter(answer="", reason="").count() == 3
    assert Urn._meta.get_field("poll").one_to_one
    assert {field.name for field in Urn._meta.get_fields()} == {"id", "poll", "sealed", "opened"}


def test_two_states_of_the_urn_tell_a_ballot_fell_in_and_nothing_else(poll, voters):
    """What two backups, a dead row or a log would show."""
    states = []
    for person in voters:
        vote(poll, person)
        states.append(bytes(Urn.objects.get().sealed))
    assert [len(after) - len(before) for before, after in pairwise(states)] == [20] * 4
    shared = [
        sum(one == other for one, other in zip(before, after, strict=False)) / len(before)
        for before, after in pairwise(states)
    ]
    assert max(shared) < 0.15


def test_at_the_end_each_finds_hers_and_everybody_counts_again(cast, client_of, poll, voters):
    receipts = [
        vote(poll, person, label) for person, label in zip(voters, ["Les achats"] * 3 + ["Les stocks"] * 2, strict=True)
    ]
    actions.close_poll(poll=poll, by=cast.facilitator)
    results = queries.results_of(Poll.objects.get())
    assert [line.count for line in results.lines] == [2, 3, 0]
    assert [line.names for line in results.lines] == [[], [], []]
    assert dict(results.ballots) == dict(zip(receipts, ["Les achats"] * 3 + ["Les stocks"] * 2, strict=True))
    assert [receipt for receipt, _chosen in results.ballots] == sorted(receipts)
    assert bytes(Urn.objects.get().sealed) == b""
    page = client_of(cast.member).get(poll.get_absolute_url()).content.decode()
    assert (receipts[0] in page, "5 voix ont répondu" in page, voters[2].display_name in page.partition("<main")[2]) == (
        True, True, False,
    )  # fmt: skip


def test_nobody_reads_anything_before(cast, client_of, poll, voters):
    assert poll.shown_when == "closed"
    for person in voters[:3]:
        vote(poll, person)
    assert client_of(cast.facilitator).get(poll.get_absolute_url()).context["results"] is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Poll.objects.update(shown_when="always")


@pytest.mark.parametrize("many", [0, 1, 2])
def test_too_few_ballots_are_never_shown_and_are_destroyed(cast, client_of, poll, voters, many):
    for person in voters[:many]:
        vote(poll, person)
    actions.close_poll(poll=poll, by=cast.facilitator)
    results, urn = queries.results_of(Poll.objects.get()), Urn.objects.get()
    assert ([line.count for line in results.lines], results.ballots, bytes(urn.sealed), urn.opened) == (
        [0] * 3,
        [],
        b"",
        [],
    )
    if many:
        assert "L’urne n’a pas été ouverte" in client_of(cast.member).get(poll.get_absolute_url()).content.decode()


def test_a_ballot_is_final_and_a_receipt_serves_once(cast, client_of, poll, voters):
    receipt = vote(poll, voters[0])
    with pytest.raises(RuleBroken, match="déjà dans l’urne pour cette voix"):
        vote(poll, voters[0], "Les stocks")
    with pytest.raises(RuleBroken, match="elle en propose un autre"):
        vote(poll, voters[1], receipt=receipt.upper().replace("-", " "))
    with pytest.raises(RuleBroken, match="ne se lit pas"):
        vote(poll, voters[1], receipt="toto")
    assert Ballot.objects.count() == 1
    page = client_of(voters[0]).get(poll.get_absolute_url())
    assert (page.context["form"], "Il ne se reprend pas" in page.content.decode()) == (None, True)


def test_from_the_mail_the_receipt_is_in_no_letter(cast, client, poll):
    actions.ask_voters(poll=poll.pk, round=1)
    asked = OutgoingMail.objects.get(key=f"poll-ask-{poll.pk}-1-{cast.member.pk}")
    path = re.search(r"(/l/\S+)", asked.text).group(1)
    receipt = re.search(r'name="receipt" value="([^"]+)"', client.get(path).content.decode()).group(1)
    sent = {"options": picked(poll, "Les achats")[0].pk, "receipt": receipt}
    assert client.post(path, sent, follow=True).status_code == 200
    assert "ne se reprend pas" in client.get(path).content.decode()
    assert receipt not in whole_database()
    assert "Les achats" not in OutgoingMail.objects.get(key__startswith="poll-done").text


def test_who_leaves_stays_in_the_urn_and_the_numbers_agree(cast, poll, voters):
    for person in voters[:3]:
        vote(poll, person)
    actions.forget_member(cast.circle, voters[2])
    actions.forget_person(voters[2])
    assert (Ballot.objects.count(), queries.contradictions()) == (3, [])
    Ballot.objects.filter(person=voters[0]).delete()
    assert len(queries.contradictions()) == 1


def test_with_another_key_it_closes_without_a_result_and_says_so(cast, poll, voters, settings):
    for person in voters[:3]:
        vote(poll, person)
    settings.SECRET_KEY = "une autre"
    assert "ne s’ouvre plus" in queries.contradictions()[0]
    with pytest.raises(RuleBroken, match="clé secrète"):
        vote(poll, voters[3])
    with clock.at(poll.closes_at + timedelta(hours=1)):
        assert actions.close_due() == {"closed": 1}
    assert Urn.objects.get().opened == []


def test_a_consent_is_never_secret(cast):
    with pytest.raises(RuleBroken, match="n’est pas secret"):
        make_poll(cast, kind="consent", text="Oui.", is_secret=True)


class Named:
    ref = "abcdefghjk"


class Other:
    ref = "abcdefghjm"


RECEIPTS = st.integers(0, 10**6).map(lambda number: f"{number:07}zzz".translate(str.maketrans("01", "ab")))


PLACES = st.sets(st.integers(1, 20)).map(sorted)


@given(ballots=st.dictionaries(RECEIPTS, st.builds(Choice, PLACES, PLACES), max_size=12))
def test_what_is_sealed_is_read_back_and_a_byte_changed_is_seen(ballots):
    sealed = seal(Named, ballots)
    assert unseal(Named, sealed) == ballots
    assert len(sealed) == 28 + 20 * len(ballots)
    with pytest.raises(UrnBroken):
        unseal(Other, sealed)  # of another poll
    changed = bytearray(sealed)
    changed[len(changed) // 2] ^= 1
    with pytest.raises(UrnBroken):
        unseal(Named, bytes(changed))
