"""What waits for somebody in her circles: one line each, and a number of queries that does not grow."""

import pytest

from cercles.circles import actions, queries
from cercles.circles.models import Membership
from tests.factories.circles import CircleThemeFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def due(cast, name):
    return [(item.title.replace("\xa0", " "), item.url) for item in queries.due_of(cast.person(name))]


def test_nothing_waits_at_first(cast):
    assert [due(cast, name) for name in ("account", "member", "facilitator", "representative", "administrator")] == [
        [], [], [], [], []
    ]  # fmt: skip


def test_an_invitation_waits_for_who_is_invited(cast):
    made = actions.invite(circle=cast.circle, by=cast.facilitator, email=cast.account.email)
    assert due(cast, "account") == [
        ("Fanny Animatrice vous invite dans « Cercle des pairs »", f"/cercles/invitations/{made.ref}/")
    ]


def test_a_request_waits_for_who_facilitates(cast, charter):
    made = actions.ask_to_join(circle=cast.circle, by=cast.account, version=charter)
    assert due(cast, "facilitator") == [
        ("Aline Compte demande à rejoindre « Cercle des pairs »", f"/cercles/demandes/{made.ref}/")
    ]


def test_who_opened_a_circle_and_is_alone_is_told_until_somebody_is_asked(cast):
    made = actions.open_circle(by=cast.account, name="Cercle des eaux", purpose="Partager l’eau.", theme_labels=[])
    line = ("Inviter les premiers pairs dans « Cercle des eaux »", "/cercles/cercle-des-eaux/entrees/")
    assert due(cast, "account") == [line]
    actions.invite(circle=made, by=cast.person("account"), email="pair@exemple.example")
    assert due(cast, "account") == []


def test_a_handover_waits_for_the_taker(cast):
    taker = Membership.objects.get(person=cast.member)
    made = actions.propose_handover(circle=cast.circle, by=cast.facilitator, taker=taker)
    assert due(cast, "member") == [
        ("Fanny Animatrice vous propose d’animer « Cercle des pairs »", f"/cercles/relais/{made.ref}/")
    ]


def test_a_new_charter_waits_for_members_and_for_who_represents_their_organisations(cast):
    actions.publish_charter(circle=cast.circle, by=cast.facilitator, text="Autre.", change_note="Tout.", base=1)
    line = ("Relire la charte de « Cercle des pairs », version 2", "/cercles/cercle-des-pairs/charte/")
    assert (due(cast, "member"), due(cast, "representative"), due(cast, "facilitator")) == ([line], [line], [])


def test_an_empty_line_of_the_grid_waits_gently(cast):
    CircleThemeFactory(circle=cast.circle)
    assert due(cast, "member") == [
        ("Dire où vous en êtes, dans « Cercle des pairs »", "/cercles/cercle-des-pairs/grille/")
    ]
    assert [item.urgency for item in queries.due_of(cast.person("member"))] == [10]


def test_a_request_to_open_waits_for_administrators(cast):
    made = actions.ask_to_open(by=cast.account, name="Cercle des eaux", purpose="Partager l’eau.")
    assert due(cast, "administrator") == [
        ("Aline Compte demande à ouvrir « Cercle des eaux »", f"/cercles/ouvertures/{made.ref}/")
    ]


@pytest.mark.parametrize("circles", [1, 3])
def test_its_queries_do_not_grow(cast, circles, queries, this_room_only):
    from cercles.circles.queries import due_of

    for _ in range(circles):
        row = MembershipFactory(facilitating=True, person=cast.member, organisation=cast.organisation)
        CircleThemeFactory(circle=row.circle)
        version = row.circle.charter_versions.get()
        actions.ask_to_join(circle=row.circle, by=cast.account, version=version)
        actions.ask_to_join(circle=row.circle, by=cast.administrator, version=version)
    person = cast.person("member")
    with queries(8):
        assert len(due_of(person)) == 5 * circles
