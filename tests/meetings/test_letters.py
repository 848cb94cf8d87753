"""Every letter that is due, and none that is not: as text and as HTML, one act each, the calendar file where it should be."""

from datetime import date, timedelta

import icalendar
import pytest

from cercles.core import clock
from cercles.meetings import actions
from cercles.meetings.actions import jobs
from cercles.meetings.models import Registration
from cercles.organisations.models import Organisation
from tests.factories.meetings import FollowUpFactory, MeetingFactory, RegistrationFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory
from tests.meetings.conftest import kinds, link_in, plain

pytestmark = pytest.mark.django_db
SECRETS = ("12 rue des Pairs", "visio.exemple.fr")


def come(meeting, person):
    return actions.register(meeting=meeting, person=person, by=person)


def method(mail):
    """``PUBLISH``, ``CANCEL``, or nothing joined."""
    if not mail.attachments:
        return ""
    (joined,) = mail.attachments
    calendar = icalendar.Calendar.from_ical(joined["text"])
    assert joined["type"] == f"text/calendar; method={calendar['METHOD']}; charset=utf-8"
    assert joined["name"] == "rencontre.ics"
    return str(calendar["METHOD"])


def told(mail):
    """Whom, about what, what to do, what is joined; and that it is a whole letter."""
    assert mail.html.count("border-radius:999px") == 1, "one act a letter"
    act = mail.html.partition("border-radius:999px")[2].partition('text-decoration:none">')[2].partition("</a>")[0]
    assert plain(mail.text).count(f"{plain(act)} :\nhttp") == 1
    assert mail.person.email == mail.to
    return mail.to, plain(mail.subject), plain(act), method(mail)


def secrets(mail):
    return [secret in mail.text and secret in mail.html for secret in SECRETS]


def test_an_announced_meeting_invites_each_member_once(cast, outbox, do_work):
    meeting = MeetingFactory(circle=cast.circle, draft=True, title="Louer", link="https://visio.exemple.fr/salle")
    actions.announce_meeting(meeting=meeting, by=cast.facilitator)
    actions.announce_meeting(meeting=meeting, by=cast.facilitator)
    assert do_work() == ["meetings.invite"]
    jobs.invite_members(meeting.pk)
    day = plain(outbox()[0].subject).partition(", ")[2]
    assert [told(mail) for mail in outbox()] == [
        (person.email, f"Louer, {day}", "Dire si je viens", "") for person in (cast.member, cast.facilitator)
    ]
    assert {tuple(secrets(mail)) for mail in outbox()} == {(False, False)}
    assert "à distance" in outbox()[0].text


def test_who_answered_before_the_invitations_left_receives_none(cast, outbox, meeting):
    come(meeting, cast.member)
    jobs.invite_members(meeting.pk)
    assert [(mail.to, kind) for mail, kind in zip(outbox(), kinds(outbox()), strict=True)] == [
        (cast.member.email, "confirmation"),
        (cast.facilitator.email, "invitation"),
    ]


def test_a_meeting_cancelled_before_the_invitations_left_invites_nobody(cast, outbox, meeting):
    actions.cancel_meeting(meeting=meeting, by=cast.facilitator, reason="Salle fermée.")
    jobs.invite_members(meeting.pk)
    assert outbox() == []


def test_a_guest_is_invited(cast, outbox, meeting):
    actions.invite_guest(meeting=meeting, by=cast.facilitator, email="g@exemple.fr", name="Gaëlle")
    actions.invite_guest(meeting=meeting, by=cast.facilitator, email="g@exemple.fr", name="Gaëlle")
    (mail,) = outbox()
    assert told(mail)[::2] == ("g@exemple.fr", "Dire si je viens")
    assert "Le cercle « Cercle des pairs » vous invite à cette rencontre." in plain(mail.text)


def test_a_seat_is_confirmed_with_the_place_and_the_file(cast, outbox, meeting):
    come(meeting, cast.member)
    (mail,) = outbox()
    assert told(mail) == (cast.member.email, "Vous participez : Louer la lumière", "Changer ma réponse", "PUBLISH")
    assert secrets(mail) == [True, True]


def test_who_waits_is_told_where_she_stands_and_not_the_place(outbox):
    meeting = MeetingFactory(capacity=1, title="Louer")
    for _ in range(3):
        come(meeting, PersonFactory())
    second, third = outbox()[1:]
    assert told(second)[1:] == ("En liste d’attente : Louer", "Changer ma réponse", "")
    assert "Vous êtes la première personne sur la liste d’attente." in plain(second.text)
    assert "Vous êtes en liste d’attente, à la place numéro 2." in plain(third.text)
    assert secrets(third) == [False, False]


def test_a_freed_seat_is_told_to_who_gives_it_and_to_who_gets_it(outbox):
    meeting = MeetingFactory(capacity=1, title="Louer")
    first, second = come(meeting, PersonFactory()), come(meeting, PersonFactory())
    actions.decline(meeting=meeting, person=first.person, by=first.person)
    assert [told(mail) for mail in outbox()[2:]] == [
        (second.person.email, "Une place s’est libérée, elle est à vous : Louer", "Changer ma réponse", "PUBLISH"),
        (first.person.email, "Vous ne participez pas : Louer", "Changer ma réponse", "CANCEL"),
    ]
    assert secrets(outbox()[2])[0] is True
    assert secrets(outbox()[3]) == [False, False]


def test_saying_no_without_a_seat_cancels_nothing_in_the_calendar(cast, outbox, meeting):
    actions.decline(meeting=meeting, person=cast.member, by=cast.member)
    assert told(outbox()[0])[1:] == ("Vous ne participez pas : Louer la lumière", "Changer ma réponse", "")


def test_a_colleague_is_proposed_by_name_and_who_gave_her_seat_is_told(cast, outbox, meeting):
    come(meeting, cast.member)
    row = actions.propose_colleague(meeting=meeting, by=cast.member, email="c@exemple.fr", name="Camille", instead=True)
    come(meeting, row.person)
    _confirmed, proposed, handed, confirmed = outbox()
    assert told(proposed) == (
        "c@exemple.fr",
        "On vous propose une rencontre : Louer la lumière",
        "Dire si je viens",
        "",
    )
    assert "Malo Membre vous propose sa place à cette rencontre." in plain(proposed.text)
    assert told(handed) == (
        cast.member.email,
        "Votre place est reprise : Louer la lumière",
        "Voir la rencontre",
        "CANCEL",
    )
    assert told(confirmed)[0] == "c@exemple.fr"


def test_a_visitor_confirms_by_letter_and_typing_again_within_the_hour_writes_once(outbox):
    meeting = MeetingFactory(wide=True, title="Louer")
    for _ in range(2):
        actions.ask_as_visitor(meeting=meeting, email="v@exemple.fr", name="Valentine")
    (mail,) = outbox()
    assert told(mail) == ("v@exemple.fr", "Confirmez votre inscription : Louer", "Confirmer ma venue", "")
    assert secrets(mail) == [False, False]


def test_another_date_is_told_once_to_whoever_may_come(cast, outbox, meeting, do_work):
    RegistrationFactory(meeting=meeting, person=cast.member)
    RegistrationFactory(meeting=meeting, person=cast.facilitator, invited=True)
    RegistrationFactory(meeting=meeting, person=cast.account, declined=True)
    start = meeting.starts_at + timedelta(days=1)
    actions.change_meeting(meeting=meeting, by=cast.facilitator, starts_at=start, ends_at=start + timedelta(hours=1))
    assert do_work() == ["meetings.tell_moved"]
    jobs.tell_moved(meeting.pk)
    subject = "La date ou le lieu change : Louer la lumière"
    assert [told(mail) for mail in outbox()] == [
        (cast.member.email, subject, "Changer ma réponse", "PUBLISH"),
        (cast.facilitator.email, subject, "Changer ma réponse", ""),
    ]
    assert [secrets(mail) for mail in outbox()] == [[True, True], [False, False]]


def test_another_title_is_told_to_nobody(cast, outbox, meeting, do_work):
    RegistrationFactory(meeting=meeting, person=cast.member)
    actions.change_meeting(meeting=meeting, by=cast.facilitator, title="Louer la chaleur")
    assert (do_work(), outbox()) == ([], [])


def test_a_cancelled_meeting_is_told_with_its_reason(cast, outbox, meeting, do_work):
    RegistrationFactory(meeting=meeting, person=cast.member)
    RegistrationFactory(meeting=meeting, person=cast.facilitator, invited=True)
    RegistrationFactory(meeting=meeting, person=cast.account, declined=True)
    actions.cancel_meeting(meeting=meeting, by=cast.facilitator, reason="La salle est fermée.")
    assert do_work() == ["meetings.tell_cancelled"]
    jobs.tell_cancelled(meeting.pk)
    assert [told(mail) for mail in outbox()] == [
        (cast.member.email, "Annulée : Louer la lumière", "Voir la rencontre", "CANCEL"),
        (cast.facilitator.email, "Annulée : Louer la lumière", "Voir la rencontre", ""),
    ]
    assert all("Raison : La salle est fermée." in plain(mail.text) for mail in outbox())


@pytest.mark.parametrize("letter", ["tell_moved", "tell_cancelled"])
def test_an_address_typed_by_a_visitor_and_never_confirmed_is_not_written_to_again(outbox, letter):
    meeting = MeetingFactory(wide=True, **({"cancelled": True} if letter == "tell_cancelled" else {}))
    RegistrationFactory(meeting=meeting, invited=True, came="visitor")
    confirmed = RegistrationFactory(meeting=meeting, came="visitor")
    getattr(jobs, letter)(meeting.pk)
    assert [mail.to for mail in outbox()] == [confirmed.person.email]


def test_a_draft_that_is_given_up_is_told_to_nobody(cast, outbox, do_work):
    draft = MeetingFactory(circle=cast.circle, draft=True)
    actions.cancel_meeting(meeting=draft, by=cast.facilitator, reason="Plus besoin.")
    assert (do_work(), outbox()) == ([], [])


def test_the_morning_after_those_who_were_there_are_asked_one_question(cast, outbox, meeting, do_work):
    came = RegistrationFactory(meeting=meeting, person=cast.member)
    RegistrationFactory(meeting=meeting, person=cast.account)
    with clock.at(meeting.ends_at + timedelta(minutes=5)):
        actions.tick_attendance(meeting=meeting, by=cast.facilitator, present={came.pk})
        assert do_work() == []
    with clock.at(meeting.ends_at + timedelta(days=1, hours=12)):
        assert do_work() == ["meetings.ask_after"]
        jobs.ask_after(meeting.pk)
        (mail,) = outbox()
    assert told(mail) == (cast.member.email, "Une question après « Louer la lumière »", "Répondre en une phrase", "")


def test_when_nobody_ticked_the_list_whoever_had_a_seat_is_asked(cast, outbox, meeting, do_work):
    RegistrationFactory(meeting=meeting, person=cast.member)
    RegistrationFactory(meeting=meeting, invited=True)
    with clock.at(meeting.ends_at + timedelta(minutes=1)):
        assert (jobs.mark_held(), jobs.mark_held()) == (1, 0)
    with clock.at(meeting.ends_at + timedelta(days=1, hours=12)):
        assert do_work() == ["meetings.ask_after"]
    assert [mail.to for mail in outbox()] == [cast.member.email]


def test_what_was_answered_by_link_comes_back(cast, client, outbox):
    meeting = MeetingFactory(circle=cast.circle, held=True, title="Louer")
    RegistrationFactory(meeting=meeting, person=cast.member, attended=True)
    jobs.ask_after(meeting.pk)
    client.post(link_in(outbox()[0]), {"text": "Le récit de l’échec.", "may_share": "on"})
    mail = outbox()[1]
    assert told(mail) == (cast.member.email, "Votre réponse est gardée : Louer", "Voir la rencontre", "")
    assert "Le récit de l’échec." in plain(mail.text)
    assert "Le cercle peut la lire, sans votre nom." in plain(mail.text)


def test_five_days_before_the_next_meeting_news_are_asked(cast, outbox, meeting):
    earlier = MeetingFactory(circle=cast.circle, held=True, title="La précédente")
    FollowUpFactory(meeting=earlier, person=cast.account, what="Envoyer la convention", due=date(2030, 3, 14))
    FollowUpFactory(meeting=earlier, person=None, organisation=cast.organisation, what="Chiffrer l’achat")
    FollowUpFactory(meeting=earlier, person=cast.account, what="Fini", state="done")
    FollowUpFactory(what="D’un autre cercle")
    assert jobs.ask_follow_ups() == 0
    with clock.at(meeting.starts_at - timedelta(days=4)):
        jobs.ask_follow_ups()
        jobs.ask_follow_ups()
    # Val-Fibre is in the circle by its member.
    assert [told(mail) for mail in outbox()] == [
        (cast.account.email, "Où en est-ce ? Envoyer la convention", "Donner des nouvelles", ""),
        (cast.member.email, "Où en est-ce ? Chiffrer l’achat", "Donner des nouvelles", ""),
    ]
    assert "Pour le : 14 mars 2030" in plain(outbox()[0].text)


@pytest.mark.parametrize("merged", ["said", "seated"])
def test_of_pages_merged_since_who_sits_for_the_one_that_stays_is_asked_and_answers(
    cast, client, outbox, meeting, merged
):
    """What an organisation said it would do is still its own, under whichever of its two pages it said so, or sits."""
    other = OrganisationFactory(name="Val Fibre SA")
    row = FollowUpFactory(
        meeting=MeetingFactory(circle=cast.circle, held=True), person=None, what="Chiffrer l’achat", organisation=other
    )
    alias, kept = (other, cast.organisation) if merged == "said" else (cast.organisation, other)
    Organisation.objects.filter(pk=alias.pk).update(merged_into=kept)
    with clock.at(meeting.starts_at - timedelta(days=4)):
        assert jobs.ask_follow_ups() == 1
        (mail,) = outbox()
        client.post(link_in(mail), {"answer": "finish"})
    row.refresh_from_db()
    assert (mail.to, row.state) == (cast.member.email, "done")


def test_who_left_the_circle_is_asked_no_news_but_a_guest_is(cast, outbox, meeting):
    earlier = MeetingFactory(circle=cast.circle, held=True)
    for name in ("former", "member", "account"):  # the account never was a member
        FollowUpFactory(meeting=earlier, person=getattr(cast, name))
    with clock.at(meeting.starts_at - timedelta(days=4)):
        assert jobs.ask_follow_ups() == 2
    assert sorted(mail.to for mail in outbox()) == sorted([cast.member.email, cast.account.email])


def test_news_given_by_link_come_back(cast, client, outbox, meeting):
    FollowUpFactory(meeting=MeetingFactory(circle=cast.circle, held=True), person=cast.member, what="Chiffrer")
    with clock.at(meeting.starts_at - timedelta(days=4)):
        jobs.ask_follow_ups()
        client.post(link_in(outbox()[0]), {"answer": "drop", "reason": "Trop cher."})
    mail = outbox()[1]
    assert told(mail) == (cast.member.email, "C’est noté : Chiffrer", "Voir la rencontre", "")
    assert "C’est abandonné. Raison : Trop cher." in plain(mail.text)


def publish(meeting, by, **more):
    return actions.publish_minutes(meeting=meeting, by=by, text="Louer.", **more)


def test_published_minutes_are_told_to_those_who_asked_for_a_seat(cast, outbox, do_work):
    meeting = MeetingFactory(circle=cast.circle, held=True, title="Louer", attendance_at=clock.now())
    RegistrationFactory(meeting=meeting, person=cast.member, attended=True)
    RegistrationFactory(meeting=meeting, person=cast.facilitator, absent=True)
    RegistrationFactory(
        meeting=meeting, person=cast.representative, waiting=True
    )  # may not read them: not of the circle
    RegistrationFactory(
        meeting=meeting, person=cast.account, attended=True
    )  # not of the circle either, but she was there
    RegistrationFactory(meeting=meeting, person=cast.former, declined=True)
    RegistrationFactory(meeting=meeting, person=cast.administrator, invited=True)
    version = publish(meeting, cast.facilitator)
    assert do_work() == ["meetings.tell_minutes"]
    jobs.tell_minutes(version.pk)
    assert [told(mail) for mail in outbox()] == [
        (person.email, "Compte rendu : Louer", "Lire le compte rendu", "")
        for person in (cast.member, cast.facilitator, cast.account)
    ]
    mail = outbox()[0]
    assert f"http://testserver/rencontres/{meeting.ref}/compte-rendu/" in mail.text
    assert "Louer." not in mail.text


def test_a_later_version_is_told_only_when_asked(cast, outbox, do_work):
    meeting = MeetingFactory(circle=cast.circle, held=True)
    RegistrationFactory(meeting=meeting, person=cast.member, attended=True)
    publish(meeting, cast.facilitator)
    do_work()
    publish(meeting, cast.facilitator, what_changed="Une virgule.")
    assert do_work() == []
    publish(meeting, cast.facilitator, what_changed="Le chiffre du linge.", tell_again=True)
    assert do_work() == ["meetings.tell_minutes"]
    assert "Le compte rendu a une version 3. Ce qui change : Le chiffre du linge." in plain(outbox()[1].text)
    assert len(outbox()) == 2


@pytest.mark.parametrize("letter", ["invite_members", "tell_moved", "tell_cancelled", "ask_after"])
def test_an_erased_person_receives_nothing(cast, outbox, letter):
    state = {"tell_cancelled": {"cancelled": True}, "ask_after": {"held": True}}.get(letter, {})
    meeting = MeetingFactory(**state)
    RegistrationFactory(meeting=meeting, person=PersonFactory(erased=True))
    getattr(jobs, letter)(meeting.pk)
    assert outbox() == []


def test_a_letter_that_was_queued_is_not_queued_again_when_its_job_is_killed_in_the_middle(cast, outbox, meeting):
    jobs.invite_members(meeting.pk)
    Registration.objects.filter(meeting=meeting, person=cast.facilitator).delete()
    jobs.invite_members(meeting.pk)
    assert kinds(outbox()) == ["invitation", "invitation", "invitation"]
    assert [mail.to for mail in outbox()].count(cast.member.email) == 1
