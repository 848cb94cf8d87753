"""Running a meeting: who was there, minutes in versions, decisions, what is to be done, the one question after."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.models import Entry, Link
from cercles.meetings import actions, queries
from cercles.meetings.actions import jobs
from cercles.meetings.models import Decision, Minutes, Registration, Takeaway
from cercles.people.actions import erase_person
from tests.factories.meetings import FollowUpFactory, MeetingFactory, RegistrationFactory
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.meetings.conftest import kinds, plain

pytestmark = pytest.mark.django_db


def refused(code, act, **more):
    with pytest.raises(RuleBroken) as refusal:
        act(**more)
    assert refusal.value.code == code
    return refusal.value.field, plain(refusal.value.text)


def states(meeting):
    return list(meeting.registrations.order_by("id").values_list("state", flat=True))


@pytest.fixture
def held(cast):
    """It has begun, nobody was ticked: the member had a seat, the account waited, the representative was invited."""
    meeting = MeetingFactory(circle=cast.circle, past=True, title="Louer")
    RegistrationFactory(meeting=meeting, person=cast.member)
    RegistrationFactory(meeting=meeting, person=cast.account, waiting=True)
    RegistrationFactory(meeting=meeting, person=cast.representative, invited=True)
    return meeting


# Seats that were given are kept.


def test_seats_per_organisation_below_what_is_used_are_refused_with_the_name_and_the_number(cast):
    meeting, ours = MeetingFactory(circle=cast.circle, seats_per_organisation=3), OrganisationFactory(name="Les Toiles")
    for _ in range(2):
        person = AffiliationFactory(person=PersonFactory(), organisation=ours).person
        actions.register(meeting=meeting, person=person, by=person)
    RegistrationFactory.create_batch(2, meeting=meeting)  # each comes for herself
    lower = {"meeting": meeting, "by": cast.facilitator, "seats_per_organisation": 1}
    assert refused("seats_below_used", actions.change_meeting, **lower) == (
        "seats_per_organisation",
        "« Les Toiles » a déjà 2 personnes inscrites : gardez au moins 2 places par organisation.",
    )
    assert actions.change_meeting(**{**lower, "seats_per_organisation": 2}).seats_per_organisation == 2


def test_a_limit_that_did_not_exist_is_checked_too(cast):
    meeting = MeetingFactory(circle=cast.circle)
    RegistrationFactory.create_batch(2, meeting=meeting, organisation=OrganisationFactory())
    refused("seats_below_used", actions.change_meeting, meeting=meeting, by=None, seats_per_organisation=1)
    refused("capacity_below_seated", actions.change_meeting, meeting=meeting, by=None, capacity=1)


def test_what_is_above_the_number_for_another_reason_stops_no_other_change(cast):
    """Two organisations were found to be one: their seats together may be more than its own; nobody loses hers."""
    meeting = MeetingFactory(circle=cast.circle, seats_per_organisation=1)
    kept = OrganisationFactory()
    for organisation in (kept, OrganisationFactory(merged_into=kept)):
        RegistrationFactory(meeting=meeting, organisation=organisation)
    assert actions.change_meeting(meeting=meeting, by=None, title="Louer", seats_per_organisation=1).title == "Louer"


def test_those_who_wait_do_not_count_in_what_is_used(cast):
    meeting = MeetingFactory(circle=cast.circle, capacity=3)
    RegistrationFactory.create_batch(2, meeting=meeting, organisation=OrganisationFactory(), waiting=True)
    actions.change_meeting(meeting=meeting, by=None, seats_per_organisation=1)
    assert states(meeting) == ["registered", "waiting"]


def test_the_refusal_stands_beside_the_field_and_what_was_typed_stays(cast, client_of):
    meeting = MeetingFactory(circle=cast.circle, capacity=5)
    RegistrationFactory.create_batch(2, meeting=meeting)
    data = {
        "format": "rex",
        "title": "Louer",
        "day": "2030-03-14",
        "hour": "13:00",
        "visibility": "circle",
        "capacity": "1",
    }
    page = client_of(cast.facilitator).post(f"{meeting.get_absolute_url()}modifier/", data)
    assert page.status_code == 422
    assert page.context["form"].errors.as_data()["capacity"][0].code == "capacity_below_seated"
    assert (page.context["form"]["capacity"].value(), page.context["form"]["title"].value()) == ("1", "Louer")


def test_an_announced_meeting_does_not_move_into_the_past(cast, meeting):
    yesterday = clock.now() - timedelta(days=1)
    more = {"starts_at": yesterday, "ends_at": yesterday + timedelta(hours=1)}
    assert refused("in_the_past", actions.change_meeting, meeting=meeting, by=cast.facilitator, **more)[0] == "day"


# Attendance.


def test_ticking_says_who_came_and_that_the_meeting_was_held(cast, held):
    rows = list(held.registrations.order_by("id"))
    actions.tick_attendance(meeting=held, by=cast.facilitator, present={rows[1].pk})
    held.refresh_from_db()
    assert (states(held), held.state) == (["absent", "attended", "invited"], "held")
    assert queries.seats_of(held).words == "1 participant"


def test_ticking_again_corrects(cast, held):
    first, second, _third = held.registrations.order_by("id")
    actions.tick_attendance(meeting=held, by=cast.facilitator, present={first.pk, second.pk})
    actions.tick_attendance(meeting=held, by=cast.facilitator, present={first.pk})
    assert states(held) == ["attended", "absent", "invited"]


def test_who_was_added_on_another_screen_meanwhile_is_left_as_she_is(cast, client_of, held):
    """Two people tick: the list one of them opened first does not say absent who the other added since."""
    address = f"{held.get_absolute_url()}presences/"
    shown = client_of(cast.facilitator).get(address).content.decode()
    actions.add_walk_in(meeting=held, by=cast.facilitator, email="v@exemple.fr", name="Valentine")
    first, second, third, late = held.registrations.order_by("id")
    assert [f'name="shown" value="{row.pk}"' in shown for row in (first, second, third, late)] == [True] * 3 + [False]
    posted = {"shown": [first.pk, second.pk, third.pk], "present": [second.pk]}
    client_of(cast.facilitator).post(address, posted)
    assert states(held) == ["absent", "attended", "invited", "attended"]


def test_a_row_of_another_meeting_is_never_ticked(cast, held):
    elsewhere = RegistrationFactory()
    actions.tick_attendance(meeting=held, by=cast.facilitator, present={elsewhere.pk})
    elsewhere.refresh_from_db()
    assert elsewhere.state == "registered"


def test_the_list_is_not_ticked_before_the_meeting_nor_once_closed(cast, meeting):
    refused("not_started", actions.tick_attendance, meeting=meeting, by=cast.facilitator, present=())
    closed = MeetingFactory(circle=cast.circle, closed=True)
    refused("meeting_closed", actions.tick_attendance, meeting=closed, by=cast.facilitator, present=())


def test_somebody_came_without_a_seat_and_the_room_was_full(cast, outbox):
    meeting = MeetingFactory(circle=cast.circle, held=True, capacity=1)
    RegistrationFactory(meeting=meeting)
    for _ in range(2):
        row = actions.add_walk_in(meeting=meeting, by=cast.facilitator, email="v@exemple.fr", name="Valentine")
    assert (row.state, row.came, row.person.name) == ("attended", "walk_in", "Valentine")
    assert Registration.objects.filter(meeting=meeting).count() == 2


# Closing and opening again.


def test_closing_without_minutes_asks_why(cast):
    held = MeetingFactory(circle=cast.circle, held=True)
    assert refused("no_minutes", actions.close_meeting, meeting=held, by=cast.facilitator)[0] == "reason"
    closed = actions.close_meeting(meeting=held, by=cast.facilitator, reason="Rien de neuf.")
    assert (closed.state, closed.state_reason) == ("closed", "Rien de neuf.")
    opened = actions.reopen_meeting(meeting=closed, by=cast.facilitator)
    assert (opened.state, opened.state_reason) == ("held", "")


def test_doing_it_again_keeps_all_but_who_came_and_what_was_said(cast):
    before = MeetingFactory(circle=cast.circle, held=True, title="Louer", capacity=12, reporter=cast.member)
    before.register_until = before.starts_at - timedelta(days=2)
    before.save()
    RegistrationFactory(meeting=before)
    start = clock.now() + timedelta(days=30)
    after = actions.duplicate_meeting(meeting=before, by=cast.facilitator, starts_at=start)
    assert (after.title, after.capacity, after.state, after.reporter) == ("Louer", 12, "draft", cast.member)
    assert (after.duration, after.register_until) == (before.duration, start - timedelta(days=2))
    assert after.registrations.count() == 0
    assert Link.objects.filter(outcome_id=after.pk, verb="meets").count() == 1


# Minutes.


def write(meeting, by, text="Louer.", **more):
    return actions.publish_minutes(meeting=meeting, by=by, text=text, **more)


def test_a_draft_is_kept_and_read_by_who_writes_it_only(cast, held):
    actions.write_minutes(meeting=held, by=cast.facilitator, text=" À finir ")
    assert Minutes.objects.get().draft == "À finir"
    seen = [Minutes.objects.visible_to(cast.person(name)).count() for name in ("facilitator", "member", "account")]
    assert seen == [1, 0, 0]


def test_versions_are_numbered_and_say_what_changed(cast, held):
    first = write(held, cast.facilitator)
    assert refused("what_changed_missing", write, meeting=held, by=cast.facilitator) == (
        "what_changed", "Dites en une phrase ce qui change depuis la version 1.",
    )  # fmt: skip
    second = write(held, cast.facilitator, text="Louer à deux.", what_changed=" Le  chiffre. ")
    assert [(row.number, row.text, row.what_changed, row.author) for row in (first, second)] == [
        (1, "Louer.", "", cast.facilitator),
        (2, "Louer à deux.", "Le chiffre.", cast.facilitator),
    ]


def test_every_version_stays_readable_at_its_address(cast, client_of, held):
    write(held, cast.facilitator)
    write(held, cast.facilitator, text="Louer à deux.", what_changed="Le chiffre.")
    browser = client_of(cast.member)
    old = browser.get(f"{held.get_absolute_url()}compte-rendu/1/").content.decode()
    assert ("Louer.</p>" in old, "Une version plus récente existe" in old) == (True, True)
    new = browser.get(f"{held.get_absolute_url()}compte-rendu/").content.decode()
    assert ("Louer à deux.</p>" in new, "Une version plus récente existe" in new) == (True, False)
    assert browser.get(f"{held.get_absolute_url()}compte-rendu/3/").status_code == 404


def test_nothing_is_published_before_the_start_nor_empty(cast, meeting, held):
    refused("not_started", write, meeting=meeting, by=cast.facilitator)
    assert refused("nothing_written", write, meeting=held, by=cast.facilitator, text="  ")[0] == "text"


def test_the_titles_proposed_are_not_yet_minutes(cast, held):
    held.agenda = [{"minutes": 5, "title": "Récit", "speaker": ""}]
    held.save()
    proposed = queries.draft_minutes(held)
    assert proposed == "## La question\n\nQu’avons-nous appris ?\n\n## Récit\n"
    refused("nothing_written", write, meeting=held, by=cast.facilitator, text=proposed.replace("\n", "\r\n"))
    assert write(held, cast.facilitator, text=f"{proposed}Louer.").number == 1


def test_who_reports_narrows_but_only_who_facilitates_widens(cast, held):
    held.reporter = cast.account
    held.save()
    write(held, cast.account, visibility="meeting")
    again = {"meeting": held, "by": cast.account, "what_changed": "Un mot."}
    assert refused("only_facilitators_widen", write, visibility="public", **again)[0] == "visibility"
    write(held, cast.facilitator, what_changed="Un mot.", visibility="public")
    assert Minutes.objects.get().audience == "public"


def test_who_takes_notes_is_chosen_in_the_form_and_finds_it_among_what_is_due(cast, client_of):
    meeting = MeetingFactory(circle=cast.circle, title="Louer")
    data = {"format": "rex", "title": "Louer", "day": "2030-03-14", "hour": "13:00", "visibility": "circle"}
    address = f"{meeting.get_absolute_url()}modifier/"
    assert client_of(cast.facilitator).post(address, {**data, "reporter": cast.account.pk}).status_code == 422
    assert client_of(cast.facilitator).post(address, {**data, "reporter": cast.member.pk}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.reporter == cast.member
    with clock.at(meeting.ends_at + timedelta(hours=1)):
        jobs.mark_held()
        assert [item.label for item in queries.due_of(cast.person("member"))] == ["Écrire le compte rendu"]


def test_a_decision_is_noted_with_its_reason_and_its_removal_stays_in_the_history(cast, held):
    made = actions.add_decision(meeting=held, by=cast.facilitator, text=" Louer  à deux ", why="Moins cher.")
    assert (made.text, made.why) == ("Louer à deux", "Moins cher.")
    actions.remove_decision(decision=made, by=cast.facilitator)
    assert Decision.objects.count() == 0
    assert list(Entry.objects.filter(object_id=held.pk).order_by("id").values_list("verb", "by")) == [
        ("meetings.decided", cast.facilitator.pk),
        ("meetings.decision_removed", cast.facilitator.pk),
    ]
    refused("nothing_written", actions.add_decision, meeting=held, by=cast.facilitator, text=" ")


# What is to be done.


def test_a_follow_up_is_somebody_s(cast, held):
    add = {"meeting": held, "by": cast.facilitator, "what": "Envoyer la convention"}
    assert refused("nobody", actions.add_follow_up, **add)[0] == "person"
    made = actions.add_follow_up(**add, person=cast.member, due=date(2030, 3, 14))
    assert (made.state, made.person, made.due) == ("open", cast.member, date(2030, 3, 14))


@pytest.mark.parametrize(
    ("answers", "state", "reason"),
    [
        ([("finish", "")], "done", ""),
        ([("go_on", "")], "open", ""),
        ([("drop", "Trop cher.")], "dropped", "Trop cher."),
        ([("finish", ""), ("finish", "")], "done", ""),
        ([("drop", "Trop cher."), ("finish", "")], "done", ""),
        ([("finish", ""), ("drop", "Pas si fini.")], "dropped", "Pas si fini."),
        ([("drop", "Trop cher."), ("go_on", "")], "open", ""),
    ],
)
def test_the_last_news_count(cast, answers, state, reason):
    row = FollowUpFactory(meeting=MeetingFactory(circle=cast.circle, held=True), person=cast.member)
    for answer, why in answers:
        row = actions.answer_follow_up(follow_up=row, by=cast.member, answer=answer, reason=why)
    row.refresh_from_db()
    assert (row.state, row.reason) == (state, reason)


def test_giving_up_without_a_reason_is_refused(cast):
    row = FollowUpFactory(person=cast.member)
    assert (
        refused("reason_missing", actions.answer_follow_up, follow_up=row, by=cast.member, answer="drop")[0] == "reason"
    )


def test_what_has_no_date_comes_last(cast):
    meeting = MeetingFactory(circle=cast.circle, held=True)
    rows = [FollowUpFactory(meeting=meeting, due=due) for due in (None, date(2030, 3, 14), date(2030, 1, 2))]
    assert list(meeting.follow_ups.all()) == rows[::-1]


# The one question after.


def test_one_answer_a_person_which_she_may_rewrite(cast):
    meeting = MeetingFactory(circle=cast.circle, held=True)
    RegistrationFactory(meeting=meeting, person=cast.member, attended=True)
    for text in ("Le récit.", "Le récit de l’échec."):
        actions.answer_after(meeting=meeting, person=cast.member, text=text, will_try=True)
    assert list(Takeaway.objects.values_list("text", "will_try", "may_share")) == [
        ("Le récit de l’échec.", True, False)
    ]


def test_the_question_is_for_who_was_there_and_for_sixty_days(cast):
    meeting = MeetingFactory(circle=cast.circle, held=True)
    RegistrationFactory(meeting=meeting, person=cast.member, absent=True)
    refused("was_not_there", actions.answer_after, meeting=meeting, person=cast.member, text="Rien.")
    RegistrationFactory(meeting=meeting, person=cast.account, attended=True)
    with clock.at(meeting.ends_at + timedelta(days=61)):
        refused("too_late", actions.answer_after, meeting=meeting, person=cast.account, text="Trop tard.")


def test_past_sixty_days_the_page_asks_the_question_no_more(cast, client_of):
    """The sentence would be refused once it is typed."""
    meeting = MeetingFactory(circle=cast.circle, held=True, attendance_at=clock.now())
    RegistrationFactory(meeting=meeting, person=cast.member, attended=True)

    def page():
        return plain(client_of(cast.member).get(meeting.get_absolute_url()).content.decode())

    assert "Dire ce qui m’a été utile" in page()
    with clock.at(meeting.ends_at + timedelta(days=61)):
        assert "Dire ce qui m’a été utile" not in page()


def test_somebody_who_erases_her_account_frees_her_seat(cast, outbox):
    meeting = MeetingFactory(circle=cast.circle, capacity=1)
    first, second = (RegistrationFactory(meeting=meeting, person=person, **more) for person, more in (
        (cast.member, {}), (cast.account, {"waiting": True})))  # fmt: skip
    past = RegistrationFactory(meeting=MeetingFactory(held=True), person=cast.member, attended=True)
    actions.forget_person(cast.member)
    second.refresh_from_db()
    assert (second.state, kinds(outbox())) == ("registered", ["promotion"])
    assert list(Registration.objects.filter(person=cast.member)) == [past]
    assert first not in meeting.registrations.all()


def test_erasing_an_account_frees_the_seat_and_leaves_no_letter_to_it(cast, outbox):
    """Her memberships end in the same act, whatever the order of the rooms."""
    meeting, address = MeetingFactory(circle=cast.circle, capacity=1), cast.member.email
    RegistrationFactory(meeting=meeting, person=cast.member)
    waiting = RegistrationFactory(meeting=meeting, person=cast.account, waiting=True)
    erase_person(by=cast.member)
    waiting.refresh_from_db()
    assert (waiting.state, kinds(outbox())[0]) == ("registered", "promotion")
    assert address not in {mail.to for mail in outbox()}
    assert "given_back" not in kinds(outbox())


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("day", "9999-12-31"), ("day", "0001-01-01"), ("register_until", "9999-12-31T23:59"), ("capacity", "9" * 20),
        ("seats_per_organisation", "9" * 20),
    ],
)  # fmt: skip
def test_a_number_that_nobody_means_is_told_beside_its_field_and_nothing_else_is_lost(cast, client_of, field, typed):
    meeting = MeetingFactory(circle=cast.circle, title="Louer")
    browser, url = client_of(cast.facilitator), reverse("meetings:change", args=[meeting.ref])
    form = browser.get(url).context["form"]
    data = {name: value for name in form.fields if (value := form[name].value()) not in (None, "", False)}
    data |= {
        "day": f"{meeting.local_start:%Y-%m-%d}",
        "hour": "10:00",
        "title": "Louer à deux",
        "territory": "",
        field: typed,
    }
    answer = browser.post(url, data)
    assert (answer.status_code, list(answer.context["form"].errors), "Louer à deux" in answer.content.decode()) == (
        422, [field], True,
    )  # fmt: skip
