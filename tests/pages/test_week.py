"""The home is the week of somebody who is here, and what is public for a visitor."""

from django.urls import reverse

from cercles.pages.queries import gestures
from tests.factories.practices import make_public, make_shared, make_sheet, submit


def test_a_visitor_sees_public_sheets_and_the_way_in(cast, client):
    make_public(cast)
    page = client.get("/").content.decode()
    assert "Louer la lumière plutôt que vendre des lampes" in page
    assert reverse("account_login") in page


def test_a_visitor_sees_nothing_of_a_circle_that_is_not_public(cast, client):
    assert "Cercle des pairs" not in client.get("/").content.decode()


def test_the_week_counts_what_waits_in_letters(cast, client_of):
    sheet = submit(cast, make_sheet(cast))
    page = client_of(cast.representative).get("/").content.decode()
    assert "un geste" in page
    assert reverse("practices:approve", args=[sheet.ref, sheet.approvals.get().pk]) in page


def test_nothing_due_is_said_and_taught(cast, client_of):
    assert "Rien ne vous attend cette semaine." in client_of(cast.account).get("/").content.decode()


def test_one_act_suffices_and_two_suffice_together():
    said = [gestures(count).replace("\u00a0", " ") for count in (1, 2, 7, 8)]
    assert said == ["un geste suffit", "deux gestes suffisent", "sept gestes suffisent", "8 gestes suffisent"]


def test_a_long_week_shows_twelve_gestures_and_leads_to_the_others(cast, client_of):
    for _ in range(14):
        submit(cast, make_sheet(cast))
    reader = client_of(cast.representative)
    page = reader.get("/").content.decode().replace("\u00a0", " ")
    assert "Cette semaine, 14 gestes suffisent." in page
    assert (page.count("Donner votre accord"), "Voir les 2 autres gestes" in page) == (24, True)
    whole = reader.get("/", {"tout": "1"}).content.decode()
    assert (whole.count("Donner votre accord"), "autres gestes" in whole) == (28, False)


def test_who_facilitates_opens_a_meeting_from_her_week(cast, client_of):
    address = reverse("meetings:open", args=[cast.circle.slug])
    assert address in client_of(cast.facilitator).get("/").content.decode()
    assert address not in client_of(cast.member).get("/").content.decode()


def test_what_left_by_itself_is_said_to_who_facilitates(cast, client_of):
    make_shared(cast)
    said = "Tout le reste est parti seul ces sept derniers jours : 1 fiche annoncée aux membres."
    assert said in client_of(cast.facilitator).get("/").content.decode().replace("\u00a0", " ")
    assert "parti seul" not in client_of(cast.member).get("/").content.decode()
