"""Pages of meetings: what each shows, and a number of queries that does not grow."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cercles.core import clock
from cercles.meetings import actions
from cercles.meetings.actions import jobs
from cercles.meetings.models import Minutes
from tests.factories.meetings import (
    DecisionFactory,
    FollowUpFactory,
    MeetingFactory,
    MinutesFactory,
    RegistrationFactory,
    TakeawayFactory,
)

pytestmark = pytest.mark.django_db
STATES = ["draft", "held", "closed", "cancelled"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("reader", ["member", "facilitator"])
@pytest.mark.parametrize("chatham", [True, False])
def test_the_page_of_a_meeting_in_every_state(state, reader, chatham, cast, client_of):
    meeting = MeetingFactory(circle=cast.circle, chatham=chatham, **{state: True})
    seen = client_of(getattr(cast, reader)).get(meeting.get_absolute_url())
    assert seen.status_code == (404 if (state, reader) == ("draft", "member") else 200)


def _full(cast, count):
    meeting = MeetingFactory(circle=cast.circle, held=True)
    RegistrationFactory.create_batch(count, meeting=meeting, attended=True)
    RegistrationFactory(meeting=meeting, person=cast.member, attended=True)
    MinutesFactory(meeting=meeting)
    DecisionFactory.create_batch(count, meeting=meeting)
    FollowUpFactory.create_batch(count, meeting=meeting)
    TakeawayFactory.create_batch(count, meeting=meeting, may_share=True)
    return meeting


@pytest.mark.parametrize("count", [1, 3])
def test_a_meeting_takes_as_many_queries_whatever_happened_there(count, cast, client_of, queries):
    browser, meeting = client_of(cast.facilitator), _full(cast, count)
    with queries(PAGE):
        assert browser.get(meeting.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_agenda_takes_as_many_queries_whatever_is_to_come(count, cast, client_of, queries):
    browser = client_of(cast.member)
    for meeting in MeetingFactory.create_batch(count, circle=cast.circle):
        RegistrationFactory(meeting=meeting, person=cast.member)
    with queries(AGENDA):
        assert browser.get("/rencontres/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_tab_of_a_circle(count, cast, client_of, queries):
    browser = client_of(cast.member)
    MeetingFactory.create_batch(count, circle=cast.circle)
    MeetingFactory.create_batch(count, circle=cast.circle, held=True)
    with queries(TAB):
        assert browser.get("/rencontres/cercle/cercle-des-pairs/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "number"), [("inscriptions", 9), ("presences", 8), ("emargement", 8)])
def test_the_desk(page, number, count, cast, client_of, queries):
    browser, meeting = client_of(cast.facilitator), MeetingFactory(circle=cast.circle, held=True)
    RegistrationFactory.create_batch(count, meeting=meeting)
    RegistrationFactory.create_batch(count, meeting=meeting, invited=True)
    with queries(number):
        assert browser.get(f"{meeting.get_absolute_url()}{page}/").status_code == 200


PAGE, AGENDA, TAB = 15, 9, 11


def test_mine_come_first(cast, client_of):
    soon = MeetingFactory(circle=cast.circle, title="Bientôt", starts_at=clock.now() + timedelta(days=1))
    mine = RegistrationFactory(
        meeting=MeetingFactory(circle=cast.circle, title="La mienne"), person=cast.member
    ).meeting
    lines = client_of(cast.member).get("/rencontres/").context["lines"]
    assert [(line.meeting, line.words) for line in lines] == [(mine, "Vous participez"), (soon, "")]


def test_the_agenda_is_narrowed_by_circle_and_format(cast, client_of):
    kept = MeetingFactory(circle=cast.circle, format="webinar", wide=True)
    MeetingFactory(circle=cast.circle, wide=True)
    MeetingFactory(format="webinar", wide=True)
    seen = client_of(cast.stranger).get("/rencontres/?cercle=cercle-des-pairs&format=webinar")
    assert seen.status_code == 200
    seen = client_of(cast.member).get("/rencontres/?cercle=cercle-des-pairs&format=webinar")
    assert [line.meeting for line in seen.context["lines"]] == [kept]


def test_the_place_and_the_link_are_for_who_has_a_seat(cast, client_of):
    meeting = MeetingFactory(circle=cast.circle, wide=True, link="https://visio.exemple.fr/salle")
    RegistrationFactory(meeting=meeting, person=cast.representative)

    def shown(person):
        page = client_of(person).get(meeting.get_absolute_url()).content.decode()
        return ("12 rue des Pairs" in page, "visio.exemple.fr" in page)

    assert shown(cast.representative) == shown(cast.facilitator) == (True, True)
    assert shown(cast.member) == shown(cast.stranger) == (False, False)


def test_one_gesture_takes_a_seat(cast, client_of):
    meeting = MeetingFactory(circle=cast.circle, capacity=24, seats_per_organisation=2)
    browser = client_of(cast.member)
    page = browser.get(meeting.get_absolute_url()).content.decode()
    assert "2 places pour votre organisation" in page
    assert "0 inscrit sur 24" in page
    answer = browser.post(f"{meeting.get_absolute_url()}participer/", follow=True)
    assert "Vous participez. Une confirmation est partie" in answer.content.decode()
    assert "1 inscrit sur 24" in answer.content.decode()


def test_opening_announcing_and_cancelling_in_the_site(cast, client_of, outbox):
    browser = client_of(cast.facilitator)
    answer = browser.post(
        "/rencontres/ouvrir/cercle-des-pairs/",
        {"format": "rex", "title": "Louer la lumière", "day": "2030-03-14", "hour": "13:00", "visibility": "circle", "link": "visio.exemple.fr/x"},  # noqa: E501
    )  # fmt: skip
    meeting = cast.circle.meetings.get()
    assert (answer.status_code, answer.url) == (302, meeting.get_absolute_url())
    assert (str(meeting.local_start), meeting.duration) == ("2030-03-14 13:00:00+01:00", timedelta(minutes=60))
    assert len(meeting.agenda) == 5
    assert browser.post(f"{meeting.get_absolute_url()}annoncer/").status_code == 302
    assert browser.post(f"{meeting.get_absolute_url()}annuler/", {"reason": ""}).status_code == 422
    browser.post(f"{meeting.get_absolute_url()}annuler/", {"reason": "Salle fermée."})
    meeting.refresh_from_db()
    assert (meeting.state, meeting.state_reason, meeting.sequence) == ("cancelled", "Salle fermée.", 1)


def test_a_form_in_error_keeps_what_was_typed(cast, client_of):
    answer = client_of(cast.facilitator).post(
        "/rencontres/ouvrir/cercle-des-pairs/",
        {"format": "rex", "title": "Louer", "day": "2030-03-14", "hour": "99:00"},
    )
    assert answer.status_code == 422
    assert 'value="Louer"' in answer.content.decode()


def test_the_agenda_of_a_meeting_is_written_one_line_a_point(cast, client_of):
    meeting = MeetingFactory(circle=cast.circle, draft=True)
    data = {
        "format": "rex", "title": meeting.title, "day": "2030-03-14", "hour": "13:00", "visibility": "circle",
        "agenda": "5 | Accueil\n20 min | Récit | Claire Vidal\nQuestions\n\n",
    }  # fmt: skip
    assert client_of(cast.facilitator).post(f"{meeting.get_absolute_url()}modifier/", data).status_code == 302
    meeting.refresh_from_db()
    assert meeting.agenda == [
        {"minutes": 5, "title": "Accueil", "speaker": ""},
        {"minutes": 20, "title": "Récit", "speaker": "Claire Vidal"},
        {"minutes": 0, "title": "Questions", "speaker": ""},
    ]


def test_html_typed_in_a_meeting_is_only_text(cast, client_of):
    evil = "<script>alert(1)</script>"
    meeting = MeetingFactory(
        circle=cast.circle,
        title=evil,
        question=evil,
        held=True,
        agenda=[{"minutes": 1, "title": evil, "speaker": evil}],
    )
    DecisionFactory(meeting=meeting, text=evil, why=evil)
    FollowUpFactory(meeting=meeting, what=evil)
    MinutesFactory(meeting=meeting, draft=evil)
    browser = client_of(cast.facilitator)
    for path in ("", "compte-rendu/", "compte-rendu/ecrire/", "inscriptions/"):
        assert evil not in browser.get(f"{meeting.get_absolute_url()}{path}").content.decode()


def test_the_overview_of_the_circle_shows_the_next_meeting(cast, client_of):
    MeetingFactory(circle=cast.circle, title="La prochaine")
    page = client_of(cast.member).get("/cercles/cercle-des-pairs/").content.decode()
    assert "Prochaine rencontre" in page
    assert "La prochaine" in page


def test_the_home_shows_what_is_open_to_all(client):
    MeetingFactory(wide=True, title="Ouverte")
    MeetingFactory(title="Fermée")
    page = client.get("/").content.decode()
    assert ("Ouverte" in page, "Fermée" in page) == (True, False)


def test_when_no_seat_suits_her_the_page_offers_the_waiting_list(cast, client_of):
    meeting = MeetingFactory(circle=cast.circle, capacity=1)
    RegistrationFactory(meeting=meeting)
    RegistrationFactory(meeting=meeting, waiting=True)
    page = client_of(cast.member).get(meeting.get_absolute_url())
    assert page.context["page"].step.label == "Rejoindre la liste d’attente"
    shown = page.content.decode().replace("\xa0", " ")
    assert [words in shown for words in ("Complet, 1 inscrit", "1 en attente", "pour votre organisation")] == [
        True,
        True,
        False,
    ]


def test_before_one_has_a_seat_the_page_says_who_gets_the_address(cast, client_of):
    meeting = MeetingFactory(circle=cast.circle)
    said = "L’adresse et le lien sont donnés aux personnes inscrites."
    assert said in client_of(cast.member).get(meeting.get_absolute_url()).content.decode()
    RegistrationFactory(meeting=meeting, person=cast.member)
    assert said not in client_of(cast.member).get(meeting.get_absolute_url()).content.decode()


def test_a_seat_is_a_thing_of_the_past_once_the_meeting_has_begun(cast, client_of):
    RegistrationFactory(meeting=MeetingFactory(circle=cast.circle, held=True), person=cast.member)
    page = client_of(cast.member).get("/rencontres/?quand=passees")
    assert [line.words for line in page.context["lines"]] == ["Vous étiez inscrit"]


@pytest.mark.parametrize(
    ("mine", "others", "titles"),
    [(1, 1, ["Les vôtres", "Les autres"]), (0, 1, ["À venir"]), (1, 0, ["Les vôtres"]), (0, 0, [])],
)
def test_hers_stand_apart_in_the_agenda(cast, client_of, mine, others, titles):
    for number in range(mine + others):
        meeting = MeetingFactory(circle=cast.circle)
        RegistrationFactory(meeting=meeting, person=cast.member, **{"waiting" if number < mine else "declined": True})
    page = client_of(cast.member).get("/rencontres/")
    assert [title for title, lines in page.context["groups"] if lines] == titles
    assert ("Rien n’est annoncé pour l’instant" in page.content.decode()) is (titles == [])


def test_what_has_a_default_is_folded_until_it_is_chosen_or_wrong(cast, client_of):
    browser = client_of(cast.facilitator)
    address = "/rencontres/ouvrir/cercle-des-pairs/"
    assert '<details class="facet">' in browser.get(address).content.decode()
    data = {
        "format": "rex",
        "title": "Louer",
        "day": "2030-03-14",
        "hour": "13:00",
        "visibility": "circle",
        "capacity": "0",
    }
    refused = browser.post(address, data)
    assert refused.status_code == 422
    assert '<details class="facet" open>' in refused.content.decode()


@pytest.mark.parametrize(
    ("state", "offered"), [("draft", False), ("announced", False), ("held", True), ("cancelled", False)]
)
def test_minutes_and_attendance_are_offered_once_it_has_begun(cast, client_of, state, offered):
    meeting = MeetingFactory(circle=cast.circle, **({} if state == "announced" else {state: True}))
    page = client_of(cast.facilitator).get(meeting.get_absolute_url()).content.decode()
    links = [
        f"{meeting.get_absolute_url()}{path}" in page
        for path in ("compte-rendu/ecrire/", "presences/", "suites/ajouter/")
    ]
    assert links == [offered] * 3


def test_each_thing_done_leads_to_the_next(cast, client_of, do_work):
    """From the first draft to the close, the one coral act of the page is what is to be done now."""

    def step(person=cast.facilitator):
        found = client_of(person).get(meeting.get_absolute_url()).context["page"].step
        return found.label if found else ""

    meeting = MeetingFactory(circle=cast.circle, draft=True, reporter=cast.member)
    assert step() == "Annoncer la rencontre"
    actions.announce_meeting(meeting=meeting, by=cast.facilitator)
    assert (step(), step(cast.member)) == ("Je participe", "Je participe")
    row = actions.register(meeting=meeting, person=cast.member, by=cast.member)
    assert step(cast.member) == ""
    with clock.at(meeting.ends_at + timedelta(hours=1)):
        jobs.mark_held()
        assert (step(), step(cast.member)) == ("Pointer les présences", "Écrire le compte rendu")
        actions.tick_attendance(meeting=meeting, by=cast.facilitator, present={row.pk})
        assert step() == "Écrire le compte rendu"
        actions.publish_minutes(meeting=meeting, by=cast.member, text="Louer.")
        assert (step(), step(cast.member)) == ("Clore la rencontre", "Dire ce qui m’a été utile")
        actions.answer_after(meeting=meeting, person=cast.member, text="Le récit.")
        actions.close_meeting(meeting=meeting, by=cast.facilitator)
        assert (step(), step(cast.member)) == ("", "")


def test_two_who_write_the_minutes_lose_no_word_of_each_other(cast, client_of):
    meeting = MeetingFactory(circle=cast.circle, held=True)
    url = reverse("meetings:minutes_write", args=[meeting.ref])
    one, other = (client_of(cast.facilitator) for _number in range(2))
    seen = [browser.get(url).context["form"]["seen"].value() for browser in (one, other)]
    told = {"visibility": "circle", "seen": seen[0]}
    assert one.post(url, told | {"text": "Deux heures de notes.", "keep": "1"}).status_code == 302
    for button in ({"keep": "1"}, {}):
        answer = other.post(url, told | {"text": "Mes trois lignes."} | button)
        page = answer.content.decode()
        assert (answer.status_code, "entre-temps" in page) == (422, True)
        assert ["Deux heures de notes." in page, "Mes trois lignes." in page] == [True, True]
    assert Minutes.objects.get().draft == "Deux heures de notes."
    follows = answer.context["form"]["seen"].value()
    assert other.post(url, told | {"text": "Deux heures de notes, et mes lignes.", "seen": follows}).status_code == 302
    assert Minutes.objects.get().versions.get().text == "Deux heures de notes, et mes lignes."
