"""Open a circle."""

import pytest

from cercles.circles import actions, rules
from cercles.circles.actions import add_member, open_circle
from cercles.circles.models import CharterAcceptance, Circle, Membership, OpeningRequest
from cercles.core import audience
from cercles.core.errors import RuleBroken
from cercles.people.models import User
from tests.factories.circles import CircleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def maud():
    return User.objects.create_user("maud@exemple.org", "Maud Lenoir")


def test_who_opens_facilitates_and_has_accepted_the_charter(maud):
    circle = open_circle(by=maud, name="Cercle RSE & Partenariats", purpose="Apprendre entre PME.")

    assert circle.slug == "cercle-rse-partenariats"
    assert circle.audience == "network"
    assert rules.is_facilitator(maud, circle)
    assert list(CharterAcceptance.objects.values_list("person", "version__number")) == [(maud.pk, 1)]
    assert audience.key("circle", circle.pk) in audience.audience_of(maud)


def test_two_circles_of_one_name_have_two_addresses(maud):
    slugs = [open_circle(by=maud, name="Ouvrir", purpose="…").slug for _ in range(2)]

    assert slugs == ["ouvrir-2", "ouvrir-3"]


def test_a_theme_too_long_for_the_grid_is_told_and_kept(maud, client_of):
    long = "Un thème " * 20
    page = client_of(maud).post(
        "/cercles/ouvrir/",
        {"name": "C", "purpose": "Q ?", "theme_labels": long, "visibility": "network", "charter": "Règles."},
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "Un thème tient en 120 caractères." in text
    assert long.strip() in text


def test_its_grid_starts_with_the_circles_own_words_each_once(maud):
    circle = open_circle(
        by=maud, name="C", purpose="…", theme_labels=["Vendre  l’usage", "", "vendre l’Usage", "Achats"]
    )

    assert [str(theme) for theme in circle.own_themes.all()] == ["Vendre l’usage", "Achats"]


def test_a_circle_for_its_members_only_is_known_to_them_alone(maud):
    circle = open_circle(by=maud, name="C", purpose="…", visibility="circle")

    stranger = User.objects.create_user("autre@exemple.org")
    assert list(Circle.objects.visible_to(maud)) == [circle]
    assert list(Circle.objects.visible_to(stranger)) == []


def test_nobody_enters_a_closed_circle(maud):
    circle = CircleFactory(stage="closed")

    with pytest.raises(RuleBroken, match="circle_closed"):
        add_member(circle=circle, person=maud, by=maud)


def test_entering_twice_is_entering_once(maud):
    circle = CircleFactory()

    first = add_member(circle=circle, person=maud, by=maud)

    assert add_member(circle=circle, person=maud, by=maud) == first


def test_on_request_an_administrator_answers_and_the_circle_opens_as_written(
    cast, client, client_of, settings, outbox, path_in
):
    settings.WHO_OPENS_CIRCLES = "on_request"
    client_of(cast.account).post(
        "/cercles/ouvrir/",
        {"name": "Cercle de l’eau", "purpose": "Partager l’eau.", "visibility": "network", "theme_labels": "Fuites",
         "charter": "Notre charte."},
    )  # fmt: skip
    assert Circle.objects.filter(slug="cercle-de-l-eau").count() == 0
    assert [mail.to for mail in outbox()] == ["administrator@example.org"]

    client.post(path_in(outbox()[0]), {"answer": "accept", "reason": ""})

    made = Circle.objects.get(slug="cercle-de-l-eau")
    assert made.charter_versions.get().text == "Notre charte."
    assert Membership.objects.facilitators().get(circle=made).person == cast.account
    assert [mail.to for mail in outbox()[1:]] == ["account@example.org", "administrator@example.org"]


def test_a_declined_opening_says_why(cast, client_of, outbox):
    made = actions.ask_to_open(by=cast.account, name="Cercle de l’eau", purpose="Partager l’eau.")
    browser, address = client_of(cast.administrator), f"/cercles/ouvertures/{made.ref}/"
    assert browser.post(address, {"answer": "decline", "reason": ""}).status_code == 422
    browser.post(address, {"answer": "decline", "reason": "Un cercle voisin existe."})
    assert OpeningRequest.objects.get().state == "declined"
    assert "Un cercle voisin existe." in outbox()[-1].text


@pytest.mark.parametrize(("who", "status"), [("account", 404), ("administrator", 200)])
def test_administrators_only_when_the_instance_says_so(cast, client_of, settings, who, status):
    settings.WHO_OPENS_CIRCLES = "administrators"
    assert client_of(cast.person(who)).get("/cercles/ouvrir/").status_code == status


@pytest.mark.parametrize(
    ("who_opens", "shown"), [("everybody", True), ("on_request", False), ("administrators", False)]
)
def test_a_visitor_is_told_how_a_circle_opens_where_an_account_is_enough(client, settings, who_opens, shown):
    settings.WHO_OPENS_CIRCLES = who_opens
    assert ("/cercles/ouvrir/" in client.get("/cercles/").content.decode()) is shown
    assert client.get("/cercles/ouvrir/").url == "/compte/connexion/?next=/cercles/ouvrir/"
