"""« Si besoin », third answer of dates: counted apart, told apart, and used to say which date suits most."""

import re
from datetime import timedelta

import pytest

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.models import OutgoingMail
from cercles.meetings.models import Meeting
from cercles.polls import actions, queries
from cercles.polls.models import Ballot, Poll
from cercles.polls.models.urn import new_receipt
from tests.factories.circles import MembershipFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.polls import make_poll
from tests.meetings.test_dating import asked, day

pytestmark = pytest.mark.django_db


@pytest.fixture
def poll(cast):
    return make_poll(cast, kind="date", options=tuple(f"{day(20 + n)} 14:00" for n in range(3)))


@pytest.fixture
def voters(cast):
    return [cast.member, cast.facilitator, *(MembershipFactory(circle=cast.circle).person for _ in range(2))]


def answer(poll, person, yes=(), maybe=(), **more):
    options = list(poll.options.all())
    return actions.answer_poll(
        poll=poll, by=person, options=[options[n] for n in yes], if_needed=[options[n] for n in maybe], **more
    )


def counted(poll):
    return [(line.count, line.maybe, line.is_best) for line in queries.results_of(poll).lines]


def plain(text):
    return " ".join(text.replace("\xa0", " ").split())


def test_counted_in_its_own_column_with_the_names_apart(cast, client_of, poll, voters):
    answer(poll, voters[0], [0], [1])
    answer(poll, voters[1], [1])
    answer(poll, voters[2], [], [1])
    assert counted(poll) == [(1, 0, False), (1, 2, True), (0, 0, False)]
    page = plain(client_of(cast.member).get(poll.get_absolute_url()).content.decode())
    row = re.search(r"<th scope=\"row\">mardi|<tr>(?:(?!</tr>).)*grand nombre.*?</tr>", page).group(0)
    assert re.findall(r'<td data-label="(.*?)">(?:<span>)?(.*?)(?:</span>)?</td>', row) == [
        ("Combien", '1 <small class="note">(33 %)</small>'), ("Si besoin", "2"),
        ("Qui", f"{voters[1].display_name} ; si besoin : {voters[0].display_name}, {voters[2].display_name}"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "best"),
    [
        ([([0], []), ([0], []), ([1], [0]), ([1], [2])], 0),  # three can be there, two of them at ease
        ([([0], [1]), ([0], [1]), ([1], [])], 1),  # all of them, rather than the two whom it suits
        ([([0], [1]), ([1], [0])], 0),  # as many, as well: the first
        ([([1], []), ([], [0])], 1),  # as many: whom it suits counts more
    ],
)
def test_the_best_is_where_most_can_be_then_whom_it_suits_then_the_first(poll, voters, answers, best):
    for person, (yes, maybe) in zip(voters, answers, strict=False):
        answer(poll, person, yes, maybe)
    assert [line.is_best for line in queries.results_of(poll).lines] == [n == best for n in range(3)]


def test_nobody_answered_no_date_is_best(poll):
    assert counted(poll) == [(0, 0, False)] * 3


def test_a_date_said_twice_suits_and_one_answer_is_needed(poll, voters):
    answer(poll, voters[0], [0], [0, 1])
    assert counted(poll) == [(1, 0, True), (0, 1, False), (0, 0, False)]
    answer(poll, voters[0], [], [2])  # changed
    assert counted(poll) == [(0, 0, False), (0, 0, False), (0, 1, True)]
    with pytest.raises(RuleBroken, match="Choisissez"):
        answer(poll, voters[0])


def test_no_other_poll_takes_it(cast):
    poll = make_poll(cast)
    actions.answer_poll(poll=poll, by=cast.member, options=[poll.options.first()], if_needed=[poll.options.last()])
    assert Ballot.objects.get().if_needed.count() == 0


def test_from_the_mail_and_the_receipt_says_it(cast, client, poll):
    actions.ask_voters(poll=poll.pk, round=1)
    mail = OutgoingMail.objects.get(key=f"poll-ask-{poll.pk}-1-{cast.member.pk}")
    path = re.search(r"(/l/\S+)", mail.text).group(1)
    assert "Les dates qui me conviennent" in client.get(path).content.decode()
    first, second, _third = poll.options.all()
    client.post(path, {"options": first.pk, "if_needed": second.pk})
    page = client.get(path).content.decode()
    ticked = re.findall(r'name="(\w+)" value="(\d+)"[^>]*checked', page)
    assert ticked == [("options", str(first.pk)), ("if_needed", str(second.pk))]
    told = plain(OutgoingMail.objects.get(key__startswith="poll-done").text)
    assert f"{plain(first.label)} ; si besoin : {plain(second.label)}" in told


def test_secret_it_is_sealed_opened_and_recounted(cast, poll, voters):
    poll = make_poll(cast, kind="date", is_secret=True, options=tuple(f"{day(20 + n)} 14:00" for n in range(3)))
    receipts = [new_receipt() for _ in voters[:3]]
    for person, receipt, (yes, maybe) in zip(voters, receipts, [([0], [1]), ([1], []), ([], [1])], strict=False):
        answer(poll, person, yes, maybe, receipt=receipt)
    assert Ballot.if_needed.through.objects.count() == 0
    actions.close_poll(poll=poll, by=cast.facilitator)
    closed = Poll.objects.get(pk=poll.pk)
    assert counted(closed) == [(1, 0, False), (1, 2, True), (0, 0, False)]
    said = dict(queries.results_of(closed).ballots)
    labels = [option.label for option in poll.options.all()]
    assert said == {
        receipts[0]: f"{labels[0]}, {labels[1]} si besoin", receipts[1]: labels[1], receipts[2]: f"{labels[1]} si besoin",
    }  # fmt: skip


def test_who_chooses_the_date_of_a_meeting_reads_which_suits_most(cast, client_of, voters):
    draft = MeetingFactory(circle=cast.circle, draft=True)
    poll = asked(cast, draft)
    answer(poll, voters[0], [1], [0])
    answer(poll, voters[2], [1])
    page = plain(client_of(cast.facilitator).get(poll.get_absolute_url()).content.decode())
    panel = page[page.index("Retenir une date") : page.index("Répondre", page.index("Retenir une date"))]
    assert ["Convient à 0, et 1 si besoin" in panel, "Convient à 2" in panel, panel.count("grand nombre")] == [
        True,
        True,
        1,
    ]
    assert Meeting.objects.get().state == "draft"


def test_kept_for_the_end_the_panel_of_the_meeting_tells_nothing_before(cast, client_of, voters):
    draft = MeetingFactory(circle=cast.circle, draft=True)
    poll = asked(cast, draft)
    Poll.objects.update(shown_when="closed")
    answer(poll, voters[0], [1])
    page = client_of(cast.facilitator).get(poll.get_absolute_url()).content.decode()
    assert ["grand nombre" in page, "Convient à" in page, "Retenir cette date" in page] == [False, False, True]
    with clock.at(poll.closes_at + timedelta(hours=1)):
        actions.close_due()
        assert "Convient à 1" in plain(client_of(cast.facilitator).get(poll.get_absolute_url()).content.decode())
