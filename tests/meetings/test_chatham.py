"""The Chatham House rule: what is said may be reused, never who said it; taken once, it is never taken off."""

import csv
import io

import pytest

from cercles.core import clock, slots
from cercles.core.errors import RuleBroken
from cercles.journal.models import Entry
from cercles.meetings import actions, queries
from cercles.meetings.actions import jobs
from cercles.meetings.models import Meeting, MinutesVersion, Registration
from tests.factories.meetings import (
    DecisionFactory,
    FollowUpFactory,
    MeetingFactory,
    MinutesFactory,
    RegistrationFactory,
    TakeawayFactory,
)
from tests.meetings.conftest import plain

pytestmark = pytest.mark.django_db
ANIMATION = "Fanny Animatrice"


@pytest.fixture
def held(cast):
    """Held under the rule, open to everybody: the account spoke for Val-Fibre; the member was not there."""
    meeting = MeetingFactory(
        circle=cast.circle, held=True, chatham=True, wide=True, title="Dire l’échec", attendance_at=clock.now(),
        agenda=[{"minutes": 20, "title": "Récit", "speaker": "Aline Compte"}],
    )  # fmt: skip
    RegistrationFactory(meeting=meeting, person=cast.account, organisation=cast.organisation, attended=True)
    return meeting


def page(client_of, person, meeting, path=""):
    return client_of(person).get(f"{meeting.get_absolute_url()}{path}")


# One way.


@pytest.mark.parametrize("state", [{"draft": True}, {}, {"chatham": True}])
def test_the_rule_is_taken_at_any_time_before_and_never_taken_off(cast, state):
    meeting = MeetingFactory(circle=cast.circle, **state)
    actions.change_meeting(meeting=meeting, by=cast.facilitator, confidentiality="chatham")
    with pytest.raises(RuleBroken) as refused:
        actions.change_meeting(meeting=meeting, by=cast.facilitator, confidentiality="ordinary")
    assert (refused.value.code, refused.value.field) == ("chatham_is_one_way", "confidentiality")
    assert Meeting.objects.get(pk=meeting.pk).is_chatham


def test_the_form_cannot_take_it_off(cast, client_of):
    meeting = MeetingFactory(circle=cast.circle, chatham=True)
    data = {"format": "rex", "title": "Dire", "day": "2030-03-14", "hour": "13:00", "visibility": "circle"}
    assert client_of(cast.facilitator).post(f"{meeting.get_absolute_url()}modifier/", data).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.title, meeting.is_chatham) == ("Dire", True)


def test_the_same_meeting_again_is_under_the_same_rule(cast, held):
    again = actions.duplicate_meeting(meeting=held, by=cast.facilitator, starts_at=held.starts_at)
    assert again.is_chatham


def test_taking_the_rule_forgets_the_names_already_written(cast):
    meeting = MeetingFactory(circle=cast.circle, draft=True, link="https://visio.exemple.fr/x")
    actions.announce_meeting(meeting=meeting, by=cast.facilitator)
    actions.register(meeting=meeting, person=cast.account, by=cast.account)
    row = FollowUpFactory(meeting=meeting, person=cast.member)
    actions.answer_follow_up(follow_up=row, by=cast.member, answer="finish")
    version = MinutesFactory(meeting=meeting).versions.get()
    MinutesVersion.objects.filter(pk=version.pk).update(author=cast.facilitator)
    assert Entry.objects.exclude(by=None).count() == 3
    actions.change_meeting(meeting=meeting, by=cast.facilitator, confidentiality="chatham")
    version.refresh_from_db()
    assert (version.author, Entry.objects.exclude(by=None).count()) == (None, 0)


# Who was there.


def test_participants_and_who_facilitates_read_the_names(cast, client_of, held):
    for person in (cast.facilitator, cast.account):
        text = page(client_of, person, held).content.decode()
        assert ("Qui était là" in text, "Val-Fibre" in text) == (True, True)


@pytest.mark.parametrize("name", ["member", "representative", "administrator", "former", "stranger"])
def test_everybody_else_reads_how_many(name, cast, client_of, held):
    MinutesFactory(meeting=held, visibility="public")
    for path in ("", "compte-rendu/"):
        text = page(client_of, getattr(cast, name), held, path).content.decode()
        assert "1 participant" in text
        assert [word in text for word in ("Aline Compte", "Qui était là")] == [False, False]


def test_who_waits_or_was_invited_reads_no_name(cast, client_of):
    meeting = MeetingFactory(circle=cast.circle, chatham=True)
    RegistrationFactory(meeting=meeting, person=cast.account)
    RegistrationFactory(meeting=meeting, person=cast.representative, waiting=True)
    RegistrationFactory(meeting=meeting, person=cast.former, invited=True)
    assert [Registration.objects.visible_to(cast.person(name)).count() for name in ("representative", "former")] == [
        1,
        1,
    ]
    for person in (cast.representative, cast.former):
        assert "Aline Compte" not in page(client_of, person, meeting).content.decode()


def test_who_speaks_in_the_agenda_is_for_who_takes_part(cast, held):
    assert queries.page_of(held, cast.person("account")).agenda[0]["speaker"] == "Aline Compte"
    assert queries.page_of(held, cast.person("member")).agenda[0]["speaker"] == ""


# What is written has no author.


def test_minutes_have_no_author(cast, client_of, held):
    version = actions.publish_minutes(meeting=held, by=cast.facilitator, text="Louer.")
    assert version.author is None
    text = plain(page(client_of, cast.account, held, "compte-rendu/").content.decode())
    assert ("Publiée le" in text, f" par {ANIMATION}" in text) == (True, False)


def test_the_history_names_nobody(cast, held):
    actions.tick_attendance(meeting=held, by=cast.facilitator, present=[held.registrations.get().pk])
    actions.add_decision(meeting=held, by=cast.facilitator, text="Louer.")
    row = actions.add_follow_up(meeting=held, by=cast.facilitator, what="Chiffrer", person=cast.account)
    actions.answer_follow_up(follow_up=row, by=cast.account, answer="finish")
    actions.publish_minutes(meeting=held, by=cast.facilitator, text="Louer.")
    actions.close_meeting(meeting=held, by=cast.facilitator)
    assert list(Entry.objects.exclude(by=None)) == []
    assert Entry.objects.count() == 6


def test_a_registration_is_told_to_its_own_person_only(cast):
    meeting = MeetingFactory(circle=cast.circle, chatham=True)
    actions.register(meeting=meeting, person=cast.account, by=cast.account)
    assert set(Entry.objects.values_list("audience", "by")) == {(f"person:{cast.account.pk}", None)}


def test_answers_after_bear_no_name_even_for_who_facilitates(cast, client_of, held):
    TakeawayFactory(meeting=held, person=cast.account, text="Le récit.", may_share=True)
    held.registrations.all().delete()
    text = page(client_of, cast.facilitator, held).content.decode()
    assert ("Le récit." in text, "Aline Compte" in text.partition("Ce que chacun retient")[2]) == (True, False)


def test_what_is_to_be_done_bears_no_name_for_members(cast, client_of, held):
    FollowUpFactory(meeting=held, person=cast.account, what="Chiffrer", organisation=cast.organisation)
    read = [
        [word in page(client_of, person, held).content.decode() for word in ("Chiffrer", "Aline Compte")]
        for person in (cast.facilitator, cast.member)
    ]
    assert read == [[True, True], [True, False]]


# What leaves the site.


def test_the_file_of_registrations_drops_names_and_organisations(cast, client_of, held):
    answer = page(client_of, cast.facilitator, held, "inscriptions.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";")) == [["participant", "état"], ["1", "Présente"]]


def test_there_is_no_sheet_to_sign(cast, client_of, held):
    assert page(client_of, cast.facilitator, held, "emargement/").status_code == 404
    assert "emargement" not in page(client_of, cast.facilitator, held).content.decode()


def test_calendars_name_nobody(cast, client_of, held):
    for person in (cast.facilitator, cast.account, cast.stranger):
        text = page(client_of, person, held, "rencontre.ics").content.decode()
        assert [word in text for word in ("Compte", "Animatrice", "Val-Fibre")] == [False, False, False]


def test_letters_name_nobody(cast, outbox):
    meeting = MeetingFactory(circle=cast.circle, chatham=True)
    actions.register(meeting=meeting, person=cast.member, by=cast.member)
    actions.propose_colleague(meeting=meeting, by=cast.member, email="c@exemple.fr", name="Camille", instead=True)
    jobs.invite_members(meeting.pk)
    mail = outbox()[1]
    assert "Quelqu’un de votre organisation vous propose sa place à cette rencontre." in plain(mail.text)
    assert [mail.to for mail in outbox() if "Malo" in mail.text and mail.to != cast.member.email] == []


def test_the_letter_about_minutes_says_the_rule_and_no_name(cast, outbox, held):
    actions.publish_minutes(meeting=held, by=cast.facilitator, text="Louer.")
    jobs.tell_minutes(MinutesVersion.objects.get().pk)
    (mail,) = outbox()
    assert "Règle de Chatham House" in plain(mail.text)
    assert ANIMATION not in mail.text


# What other rooms may take of it.


def test_an_organisation_s_page_does_not_say_that_it_sat_there(cast, held):
    for name in ("account", "facilitator", "member"):
        assert list(queries.with_organisation(cast.organisation, cast.person(name))) == []
    MeetingFactory(circle=cast.circle)
    panels = slots.collect("organisation.panels", cast.organisation, cast.person("facilitator"))
    assert [panel.template for panel in panels if panel.template.startswith("meetings/")] == []


def test_what_was_learned_holds_no_organisation_whoever_asks(cast, held):
    DecisionFactory(meeting=held, text="Louer.")
    for name in ("account", "facilitator"):
        learned = queries.what_was_learned(held, cast.person(name))
        assert (learned.under_chatham, learned.organisations, learned.decisions[0][0]) == (True, (), "Louer.")


def test_without_the_rule_what_was_learned_holds_who_was_there(cast):
    meeting = MeetingFactory(circle=cast.circle, held=True)
    RegistrationFactory(meeting=meeting, organisation=cast.organisation, attended=True)
    MinutesFactory(meeting=meeting)
    learned = queries.what_was_learned(meeting, cast.person("member"))
    assert learned.organisations == (cast.organisation,)
    assert learned.minutes.startswith("## Ce qui a été dit")
    assert queries.what_was_learned(meeting, cast.person("account")) is None
