"""The pages: what each shows to whom, in a number of queries that does not grow, whatever is typed in them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cercles.circles import actions
from cercles.circles.models import Circle, Membership
from cercles.core import clock
from cercles.people.models import User
from tests.factories.circles import CircleFactory, CircleThemeFactory, MembershipFactory, ThreadFactory
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
EVIL = "<b>gras</b><script>alert(1)</script>"


def page(browser, name, **kwargs):
    return browser.get(reverse(f"circles:{name}", kwargs=kwargs)).content.decode()


def test_outside_one_reads_what_the_circle_is_and_never_who_is_in_it(cast, client_of):
    CircleThemeFactory(circle=cast.circle, label="Vendre l’usage")
    text = page(client_of(cast.account), "detail", slug=cast.circle.slug)

    assert [word in text for word in ("Apprendre.", "Vendre l’usage", "Fanny Animatrice", "Demander à rejoindre")] == [
        True, True, True, True,
    ]  # fmt: skip
    assert [word in text for word in ("Malo Membre", "Val-Fibre", "Qui fait cela")] == [False, False, False]


KEPT = {
    "open": {},
    "for herself": {"visibility": "private", "audience": ""},
    "suspended": {"is_active": False},
    "never came": {"state": "invited"},
}


@pytest.mark.parametrize(
    ("kept", "leads"), [("open", True), ("for herself", False), ("suspended", False), ("never came", False)]
)
def test_the_list_of_members_leads_to_the_pages_that_may_be_opened(cast, client_of, kept, leads):
    User.objects.filter(pk=cast.member.pk).update(**KEPT[kept])
    text = page(client_of(cast.facilitator), "members", slug=cast.circle.slug)
    assert (f"/personnes/{cast.member.ref}/" in text, "Malo Membre" in text) == (leads, True)


def test_a_visitor_of_a_public_circle_reads_no_name_at_all(cast, client):
    Circle.objects.update(visibility="public", audience="public")
    text = page(client, "detail", slug=cast.circle.slug)
    assert ("Apprendre." in text, "Fanny Animatrice" in text) == (True, False)


def test_a_member_sees_where_she_is_what_is_due_and_what_to_do(cast, client_of):
    CircleThemeFactory(circle=cast.circle, label="Vendre l’usage")
    text = page(client_of(cast.member), "detail", slug=cast.circle.slug)
    assert [word in text for word in ("Pour vous", "Dire où vous en êtes", "Qui fait cela", "n’avez pas rencontré")] == [
        True, True, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize("members", [1, 3])
def test_the_overview_does_not_grow_with_its_members(cast, client_of, queries, this_room_only, members):
    _fill(cast, members)
    browser = client_of(cast.member)
    with queries(19):
        browser.get(f"/cercles/{cast.circle.slug}/")


@pytest.mark.parametrize("written", [1, 20])
def test_the_overview_shows_the_three_newest_conversations(cast, client_of, queries, this_room_only, written):
    for number in range(written):
        ThreadFactory(circle=cast.circle, title=f"Sujet {number}", last_at=clock.now() + timedelta(minutes=number))
    browser = client_of(cast.member)
    with queries(19):
        shown = browser.get(f"/cercles/{cast.circle.slug}/").content.decode()
    assert (shown.count(">Sujet "), f">Sujet {written - 1}<" in shown) == (min(written, 3), True)
    assert ">Sujet " not in client_of(cast.account).get(f"/cercles/{cast.circle.slug}/").content.decode()


@pytest.mark.parametrize("members", [1, 3])
def test_the_grid_does_not_grow_with_its_members(cast, client_of, queries, this_room_only, members):
    _fill(cast, members)
    browser = client_of(cast.member)
    with queries(9):
        browser.get(f"/cercles/{cast.circle.slug}/grille/")


@pytest.mark.parametrize("members", [1, 3])
def test_the_list_of_members_does_not_grow(cast, client_of, queries, this_room_only, members):
    _fill(cast, members)
    browser = client_of(cast.facilitator)
    with queries(7):
        browser.get(f"/cercles/{cast.circle.slug}/membres/")


@pytest.mark.parametrize("circles", [1, 3])
def test_the_list_of_circles_does_not_grow(cast, client_of, queries, this_room_only, circles):
    for made in CircleFactory.create_batch(circles):
        MembershipFactory(circle=made, person=cast.account)
    browser = client_of(cast.account)
    with queries(7):
        browser.get("/cercles/")


@pytest.mark.parametrize("doors", [1, 3])
def test_the_page_of_entries_does_not_grow(cast, charter, client_of, queries, this_room_only, doors):
    for number in range(doors):
        actions.invite(circle=cast.circle, by=cast.facilitator, email=f"p{number}@exemple.fr")
        person = MembershipFactory().person
        actions.ask_to_join(circle=cast.circle, by=person, version=charter)
    browser = client_of(cast.facilitator)
    with queries(9):
        browser.get(f"/cercles/{cast.circle.slug}/entrees/")


def _peer(cast, name):
    link = AffiliationFactory(person=PersonFactory(), organisation=OrganisationFactory(name=name))
    return MembershipFactory(circle=cast.circle, person=link.person, organisation=link.organisation)


@pytest.mark.parametrize("members", [1, 3])
def test_the_charter_does_not_grow_with_who_accepts_and_who_waits(
    cast, charter, client_of, queries, this_room_only, members
):
    for number in range(members):
        actions.accept_charter(version=charter, by=_peer(cast, f"Pair {number}").person)
        _peer(cast, f"Autre {number}")
    browser = client_of(cast.member)
    with queries(12):
        text = browser.get(f"/cercles/{cast.circle.slug}/charte/").content.decode()
    assert "Pair 0" in text  # an organisation in whose name nobody accepted yet


@pytest.mark.parametrize("said", [1, 3])
def test_the_page_for_outsiders_does_not_grow_with_what_is_shown(cast, client_of, queries, this_room_only, said):
    for number in range(said):
        theme = CircleThemeFactory(circle=cast.circle, label=f"Thème {number}")
        actions.state_position(theme=theme, by=cast.facilitator, level="usual", text="Oui.", visibility="network")
    browser = client_of(cast.account)
    with queries(8):
        browser.get(f"/cercles/{cast.circle.slug}/")


def _fill(cast, members):
    for theme in (CircleThemeFactory(circle=cast.circle), CircleThemeFactory(circle=cast.circle)):
        actions.state_position(theme=theme, by=cast.member, level="trying", text="Un essai.")
        for number in range(members):
            row = Membership.objects.filter(circle=cast.circle, organisation__name=f"Pair {number}").first()
            row = row or _peer(cast, f"Pair {number}")
            actions.state_position(theme=theme, by=row.person, level="usual", text="Depuis 2017.")


def test_the_list_shows_mine_first_then_those_one_may_know_of(cast, client_of):
    CircleFactory(name="Aaa, un autre")
    CircleFactory(name="Caché", visibility="circle")
    text = page(client_of(cast.member), "list")
    assert text.index("Cercle des pairs") < text.index("Aaa, un autre")
    assert "Caché" not in text


def test_one_finds_a_circle_by_the_words_of_its_question(cast, client_of, client):
    actions.open_circle(
        by=cast.account, name="Cercle bleu", purpose="Comment partager l’énergie ?", visibility="public"
    )
    for browser in (client, client_of(cast.former)):
        text = browser.get("/cercles/", {"q": "ENERGIE partager"}).content.decode()
        assert ("Cercle bleu" in text, "Cercle des pairs" in text) == (True, False)


def test_a_circle_opens_from_one_form_with_its_charter(cast, client_of):
    browser = client_of(cast.account)
    draft = browser.get("/cercles/ouvrir/").content.decode()
    assert "Droit à l’erreur" in draft

    answer = browser.post(
        "/cercles/ouvrir/",
        {"name": "Cercle de l’eau", "purpose": "Partager l’eau.", "visibility": "network", "theme_labels": "Fuites\nPrix",
         "charter": "Notre charte."},
    )  # fmt: skip

    made = Circle.objects.get(slug="cercle-de-l-eau")
    assert answer.url == "/cercles/cercle-de-l-eau/entrees/"
    assert [str(theme) for theme in made.own_themes.all()] == ["Fuites", "Prix"]
    assert made.charter_versions.get().text == "Notre charte."


def test_nothing_typed_is_lost_when_the_form_comes_back(cast, client_of):
    answer = client_of(cast.account).post(
        "/cercles/ouvrir/", {"name": "", "purpose": "Ma question.", "charter": "Ma charte."}
    )
    assert answer.status_code == 422
    assert ("Ma question." in answer.content.decode(), "Ma charte." in answer.content.decode()) == (True, True)


def test_what_is_typed_is_shown_as_it_was_typed_on_every_page(cast, client_of, outbox):
    """HTML in every text field of the room."""
    circle = actions.open_circle(
        by=cast.member, name=EVIL, purpose=EVIL, audience_text=EVIL, join_question=EVIL, theme_labels=[EVIL], charter=EVIL,
        organisation=cast.organisation,
    )  # fmt: skip
    by, theme = cast.member, circle.own_themes.get()
    actions.state_position(theme=theme, by=by, level="usual", text=EVIL)
    actions.set_stage(circle=circle, by=by, stage="active", note=EVIL)
    actions.publish_charter(circle=circle, by=by, text=f"{EVIL} bis", change_note=EVIL, base=1)
    version = circle.charter_versions.first()
    asked = actions.ask_to_join(circle=circle, by=cast.account, version=version, answer=EVIL)
    actions.invite(circle=circle, by=by, email="nora@exemple.fr", name=EVIL, message=EVIL)
    other = actions.add_member(circle=circle, person=cast.facilitator, by=by)
    handover = actions.propose_handover(circle=circle, by=by, taker=other, message=EVIL)
    actions.decline_request(request=asked, by=by, reason=EVIL)

    browser, slug = client_of(by), {"slug": circle.slug}
    names = ("detail", "members", "charter", "grid", "stage", "doors", "settings", "charter_edit")
    texts = [page(browser, name, **slug) for name in names]
    texts += [page(browser, name, **slug, pk=theme.pk) for name in ("theme", "position")]
    texts += [
        page(browser, "charter_version", **slug, number=2),
        page(browser, "list"),
        page(browser, "request", ref=asked.ref),
    ]
    texts += [page(client_of(cast.facilitator), "handover_answer", ref=handover.ref)]
    texts += [page(client_of(cast.former), name, **slug) for name in ("detail", "join")]
    texts += [mail.html for mail in outbox()]
    assert [text for text in texts if "<script>alert" in text or "<b>gras" in text] == []
    assert all("gras" in text for text in texts[:8])
