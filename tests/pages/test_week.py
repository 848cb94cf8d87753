"""The home is the week of somebody who is here, and what is public for a visitor."""

from django.urls import reverse

from tests.factories.practices import make_public, make_sheet, submit


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
