"""Seats: who gets one, who waits, who is promoted; never one too many."""

from datetime import timedelta

import pytest

from cercles.circles import actions as circles
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.meetings import actions, queries
from cercles.meetings.enums import Presence
from cercles.meetings.models import Registration
from cercles.meetings.rules.seats import who_gets_a_seat
from tests.factories.meetings import MeetingFactory, RegistrationFactory
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def come(meeting, person=None, **more):
    person = person or PersonFactory()
    return actions.register(meeting=meeting, person=person, by=person, **more)


def leave(meeting, person):
    return actions.decline(meeting=meeting, person=person, by=person)


def of(organisation):
    return AffiliationFactory(person=PersonFactory(), organisation=organisation).person


def states(meeting):
    return list(meeting.registrations.order_by("id").values_list("state", flat=True))


def test_the_list_is_read_in_order_and_lets_a_full_organisation_wait():
    waiting = [(1, "A"), (2, "A"), (3, "B"), (4, None), (5, None)]
    assert who_gets_a_seat(waiting, ["A"], capacity=4, per_organisation=2) == [1, 3, 4]


def test_the_last_seat_then_the_waiting_list_then_the_promotion():
    meeting = MeetingFactory(capacity=1)
    first, second, third = come(meeting), come(meeting), come(meeting)
    assert states(meeting) == ["registered", "waiting", "waiting"]
    assert [queries.place_in_line(row) for row in (second, third)] == [1, 2]
    leave(meeting, first.person)
    assert states(meeting) == ["cancelled", "registered", "waiting"]


def test_coming_back_is_coming_last():
    meeting = MeetingFactory(capacity=1)
    first, _second = come(meeting), come(meeting)
    leave(meeting, first.person)
    assert come(meeting, first.person).state == Presence.WAITING


def test_the_same_answer_twice_is_one_answer_and_one_letter(outbox):
    meeting, person = MeetingFactory(), PersonFactory()
    assert come(meeting, person) == come(meeting, person)
    leave(meeting, person)
    leave(meeting, person)
    assert [mail.key.partition(":")[0] for mail in outbox()] == ["meetings.confirmation", "meetings.declined"]


def test_an_organisation_has_its_own_seats():
    meeting, ours, theirs = MeetingFactory(capacity=3, seats_per_organisation=1), *OrganisationFactory.create_batch(2)
    first, second, other = come(meeting, of(ours)), come(meeting, of(ours)), come(meeting, of(theirs))
    assert [row.state for row in (first, second, other)] == ["registered", "waiting", "registered"]
    leave(meeting, other.person)
    assert states(meeting) == ["registered", "waiting", "cancelled"]
    leave(meeting, first.person)
    assert states(meeting) == ["cancelled", "registered", "cancelled"]


def test_two_names_of_one_organisation_share_its_seats():
    meeting, kept = MeetingFactory(seats_per_organisation=1), OrganisationFactory()
    alias = OrganisationFactory(merged_into=kept)
    RegistrationFactory(meeting=meeting, organisation=alias)
    assert queries.seats_of(meeting, organisation=kept).left_for_yours == 0
    assert come(meeting, of(kept)).state == Presence.WAITING


def test_words_of_the_seats():
    meeting, ours = MeetingFactory(capacity=24, seats_per_organisation=3), OrganisationFactory()
    come(meeting, of(ours))
    seats = queries.seats_of(meeting, organisation=ours)
    assert (seats.words, seats.yours) == ("1 inscrit sur 24", "2 places pour votre organisation")


def test_an_organisation_that_is_not_hers_is_refused():
    with pytest.raises(RuleBroken) as refused:
        come(MeetingFactory(), organisation=OrganisationFactory())
    assert (refused.value.code, refused.value.field) == ("organisation_not_hers", "organisation")


def test_changing_for_an_organisation_without_seats_is_refused_and_loses_nothing():
    meeting, ours, theirs = MeetingFactory(seats_per_organisation=1), *OrganisationFactory.create_batch(2)
    person = of(ours)
    AffiliationFactory(person=person, organisation=theirs)
    come(meeting, of(theirs))
    come(meeting, person, organisation=ours)
    with pytest.raises(RuleBroken, match="organisation_full"):
        come(meeting, person, organisation=theirs)
    assert Registration.objects.get(person=person).organisation == ours


def test_a_capacity_below_the_seated_is_refused_with_the_number():
    meeting = MeetingFactory(capacity=3)
    come(meeting)
    come(meeting)
    with pytest.raises(RuleBroken) as refused:
        actions.change_meeting(meeting=meeting, by=None, capacity=1)
    assert (refused.value.code, refused.value.field) == ("capacity_below_seated", "capacity")
    assert str(refused.value.text).startswith("2 personnes")


def test_a_greater_capacity_promotes_and_tells(outbox):
    meeting = MeetingFactory(capacity=1)
    come(meeting)
    waiting = come(meeting)
    actions.change_meeting(meeting=meeting, by=None, capacity=2)
    assert states(meeting) == ["registered", "registered"]
    mail = outbox()[-1]
    assert (mail.to, mail.key.partition(":")[0]) == (waiting.person.email, "meetings.promotion")
    assert mail.attachments[0]["type"] == "text/calendar; method=PUBLISH; charset=utf-8"


def test_after_the_deadline_nobody_comes_but_one_may_still_leave():
    meeting = MeetingFactory(capacity=1, register_until=clock.now() + timedelta(days=1))
    first, second = come(meeting), come(meeting)
    with clock.at(clock.now() + timedelta(days=2)):
        with pytest.raises(RuleBroken, match="too_late"):
            come(meeting)
        leave(meeting, first.person)
    second.refresh_from_db()
    assert second.state == Presence.REGISTERED


@pytest.mark.parametrize(
    ("trait", "code"),
    [("draft", "meeting_not_announced"), ("cancelled", "meeting_cancelled"), ("held", "meeting_started")],
)
def test_a_meeting_that_takes_nobody(trait, code):
    with pytest.raises(RuleBroken, match=code):
        come(MeetingFactory(**{trait: True}))


def test_a_colleague_takes_the_seat_that_was_offered(outbox):
    meeting, ours = MeetingFactory(capacity=1), OrganisationFactory()
    giver = come(meeting, of(ours))
    come(meeting)
    row = actions.propose_colleague(
        meeting=meeting, by=giver.person, email="c@exemple.fr", name="Camille", instead=True
    )
    assert (row.state, row.organisation, states(meeting)[0]) == ("invited", ours, "registered")
    come(meeting, row.person)
    assert states(meeting) == ["cancelled", "waiting", "registered"]
    assert [mail.key.partition(":")[0] for mail in outbox()[-3:]] == [
        "meetings.colleague",
        "meetings.handed_over",
        "meetings.confirmation",
    ]


def test_a_colleague_who_comes_too_late_for_the_seat_waits_like_anybody():
    meeting, ours = MeetingFactory(capacity=1), OrganisationFactory()
    giver = come(meeting, of(ours))
    row = actions.propose_colleague(meeting=meeting, by=giver.person, email="c@exemple.fr", instead=True)
    come(meeting)
    leave(meeting, giver.person)
    come(meeting, row.person)
    assert states(meeting) == ["cancelled", "waiting", "registered"]


def test_one_proposes_somebody_of_one_s_own_organisation_only():
    with pytest.raises(RuleBroken, match="no_organisation"):
        actions.propose_colleague(meeting=MeetingFactory(), by=PersonFactory(), email="c@exemple.fr")


def test_a_visitor_counts_only_once_she_has_confirmed(outbox):
    meeting = MeetingFactory(wide=True)
    actions.ask_as_visitor(meeting=meeting, email="V@exemple.fr", name="Valentine")
    row = Registration.objects.get(meeting=meeting)
    assert (row.state, row.person.email, row.person.state) == ("invited", "v@exemple.fr", "invited")
    assert queries.seats_of(meeting).seated == 0
    assert [mail.to for mail in outbox()] == ["v@exemple.fr"]


def test_an_invited_row_from_the_factory_can_answer():
    row = RegistrationFactory(invited=True)
    assert come(row.meeting, row.person).state == Presence.REGISTERED


def test_leaving_the_circle_gives_back_what_was_held_as_its_member(cast, outbox):
    """The seat goes to the next in line; what is open wider, and what was held, stay."""
    own, wide = MeetingFactory(circle=cast.circle, capacity=1), MeetingFactory(circle=cast.circle, visibility="network")
    held = MeetingFactory(circle=cast.circle, held=True)
    for meeting in (own, wide):
        come(meeting, cast.member)
    RegistrationFactory(meeting=held, person=cast.member, attended=True)
    come(own, cast.facilitator)

    circles.leave_circle(circle=cast.circle, by=cast.member)

    kept = Registration.objects.filter(person=cast.member).values_list("meeting", flat=True)
    assert sorted(kept) == sorted([wide.pk, held.pk])
    assert states(own) == ["registered"]
    ended, promoted, _left = outbox()[-3:]
    assert (ended.to, ended.key.split(":")[0], promoted.key.split(":")[0]) == (
        cast.member.email, "meetings.given_back", "meetings.promotion",
    )  # fmt: skip
    assert ended.attachments[0]["type"] == "text/calendar; method=CANCEL; charset=utf-8"


def test_who_leaves_takes_notes_no_more(cast):
    to_come, closed = (
        MeetingFactory(circle=cast.circle, reporter=cast.member, **more) for more in ({}, {"closed": True})
    )
    elsewhere = MeetingFactory(reporter=cast.member)
    circles.leave_circle(circle=cast.circle, by=cast.member)
    for meeting, reporter in ((to_come, None), (closed, cast.member), (elsewhere, cast.member)):
        meeting.refresh_from_db()
        assert meeting.reporter == reporter


def test_who_enters_the_circle_is_asked_to_what_is_already_announced(cast, outbox):
    """Not to what is in preparation, over, closed to answers, elsewhere; and entering twice asks once."""
    asked = MeetingFactory(circle=cast.circle, title="Louer")
    MeetingFactory(circle=cast.circle, register_until=clock.now())
    for trait in ("draft", "held", "cancelled"):
        MeetingFactory(circle=cast.circle, **{trait: True})
    MeetingFactory()
    for _ in range(2):
        circles.add_member(circle=cast.circle, person=cast.account, by=cast.facilitator)
    row = Registration.objects.get(person=cast.account)
    assert (row.meeting, row.state, row.came) == (asked, "invited", "circle")
    assert [(mail.to, mail.key) for mail in outbox()] == [(cast.account.email, f"meetings.invitation:{row.pk}")]


def test_a_guest_of_the_facilitator_stays_invited_when_she_leaves_the_circle(cast):
    meeting = MeetingFactory(circle=cast.circle)
    RegistrationFactory(meeting=meeting, person=cast.member, invited=True, came="guest")
    circles.leave_circle(circle=cast.circle, by=cast.member)
    assert states(meeting) == ["invited"]
