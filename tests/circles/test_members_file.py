"""The list of members leaves as a file, and comes back as invitations."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cercles.circles.models import Circle, Invitation, Membership
from cercles.core import clock
from cercles.core.tables import Flavour, as_csv, read_table
from cercles.people.models import User
from tests.factories.circles import CircleFactory, MembershipFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

COLUMNS = ("nom", "courriel", "organisation", "rôle", "depuis", "pair pionnier depuis")
SINCE = datetime(2026, 3, 1, 23, 30, tzinfo=ZoneInfo("UTC"))  # the second of March in Paris


@pytest.fixture(autouse=True)
def dated(cast):
    Membership.objects.filter(circle=cast.circle).update(since=SINCE)
    Membership.objects.filter(circle=cast.circle, person=cast.member).update(
        pioneer_since=date(2019, 7, 4), organisation=cast.organisation
    )


def taken(browser, circle, flavour="ouvert"):
    return browser.get(reverse("circles:members_export", kwargs={"slug": circle.slug, "flavour": flavour}))


def told(content, folder):
    """Columns and rows of a file of any kind."""
    path = folder / "membres"
    path.write_bytes(content)
    with as_csv(path) as file:
        table = read_table(file)
        return table.columns, [tuple(row.cells.values()) for row in table.rows()]


def give(browser, circle, content, name="membres.csv", **fields):
    sent = {"addresses": "", "message": "", "file": SimpleUploadedFile(name, content), **fields}
    return browser.post(f"/cercles/{circle.slug}/entrees/liste/", sent, follow=True)


def read(answer):
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("flavour", Flavour.values)
def test_who_facilitates_takes_the_list_with_the_addresses(cast, client_of, tmp_path, flavour):
    with clock.at(datetime(2026, 6, 12, 12, tzinfo=ZoneInfo("UTC"))):
        answer = taken(client_of(cast.facilitator), cast.circle, flavour)

    kind = Flavour(flavour)
    named = f'attachment; filename="membres-cercle-des-pairs-2026-06-12.{kind.extension}"'
    assert (answer.headers["Content-Disposition"], answer.headers["Content-Type"]) == (named, kind.content_type)
    days = ("02/03/2026", "04/07/2019") if flavour == "excel" else ("2026-03-02", "2019-07-04")
    assert told(answer.getvalue(), tmp_path) == (
        COLUMNS,
        [
            ("Fanny Animatrice", "facilitator@example.org", "", "Anime le cercle", days[0], ""),
            ("Malo Membre", "member@example.org", "Val-Fibre", "Membre", *days),
        ],
    )


@pytest.mark.parametrize("flavour", Flavour.values)
def test_for_another_member_there_is_no_column_of_addresses(cast, client_of, tmp_path, flavour):
    content = taken(client_of(cast.member), cast.circle, flavour).getvalue()
    columns, rows = told(content, tmp_path)
    assert (columns, [row[0] for row in rows]) == (
        tuple(name for name in COLUMNS if name != "courriel"),
        ["Fanny Animatrice", "Malo Membre"],
    )
    assert not any("@" in cell for row in rows for cell in row)


def test_the_page_leads_to_the_four_files_and_says_who_takes_the_addresses(cast, client_of):
    for person, says in ((cast.facilitator, True), (cast.member, False)):
        page = read(client_of(person).get(f"/cercles/{cast.circle.slug}/membres/"))
        links = [f'href="/cercles/{cast.circle.slug}/membres/export/{flavour}/"' in page for flavour in Flavour.values]
        assert (links, "Avec les adresses" in page) == ([True] * 4, says)


def test_a_closed_circle_is_still_taken_away_and_a_flavour_that_is_none_is_nothing(cast, client_of):
    Circle.objects.filter(pk=cast.circle.pk).update(stage="closed")
    assert "member@example.org" in taken(client_of(cast.facilitator), cast.circle).getvalue().decode()
    assert taken(client_of(cast.facilitator), cast.circle, "pdf").status_code == 404


def test_a_name_that_a_spreadsheet_would_run_is_written_behind_an_apostrophe_and_comes_back(cast, client_of, outbox):
    User.objects.filter(pk=cast.member.pk).update(name="=1+1")
    content = taken(client_of(cast.facilitator), cast.circle).getvalue()
    assert content.decode().splitlines()[2].startswith("'=1+1,member@example.org,")

    other = _led_by(cast.facilitator)
    assert "1 invitation est partie." in read(give(client_of(cast.facilitator), other, content))
    assert [mail.to for mail in outbox()] == ["member@example.org"]


@pytest.mark.parametrize("members", [1, 3])
def test_the_file_does_not_grow_with_its_members(cast, client_of, queries, this_room_only, members):
    for _number in range(members):
        MembershipFactory(circle=cast.circle, organisation=cast.organisation)
    browser = client_of(cast.facilitator)
    with queries(6):
        assert len(taken(browser, cast.circle).getvalue().splitlines()) == 3 + members


@pytest.mark.parametrize("flavour", Flavour.values)
def test_given_back_it_invites_who_is_not_in_and_names_who_is(cast, client_of, outbox, flavour):
    browser = client_of(cast.facilitator)
    nora = PersonFactory(name="Nora Petit", email="nora@exemple.fr")
    MembershipFactory(circle=cast.circle, person=nora)
    content = taken(browser, cast.circle, flavour).getvalue()
    Membership.objects.filter(person=nora).update(until=clock.now())

    page = read(give(browser, cast.circle, content, message="Revenez."))

    assert "1 invitation est partie." in page
    assert "2 personnes sont déjà membres du cercle : Fanny Animatrice, Malo Membre." in page
    assert [mail.to for mail in outbox()] == ["nora@exemple.fr"]
    assert (Invitation.objects.get().person, Invitation.objects.get().message) == (nora, "Revenez.")


def test_a_file_and_pasted_lines_together_write_once_to_each(cast, client_of, outbox):
    content = "Courriel;Nom\r\nnora@exemple.fr;Nora Petit\r\nlea@exemple.fr;Léa\r\n".encode("cp1252")
    give(client_of(cast.facilitator), cast.circle, content, addresses="NORA@exemple.fr\nmax@exemple.fr")
    assert sorted(mail.to for mail in outbox()) == ["lea@exemple.fr", "max@exemple.fr", "nora@exemple.fr"]
    assert User.objects.get(email="lea@exemple.fr").name == "Léa"


def test_everybody_in_already_is_no_invitation(cast, client_of, outbox):
    browser = client_of(cast.facilitator)
    page = read(give(browser, cast.circle, taken(browser, cast.circle).getvalue()))
    assert ("2 personnes sont déjà membres du cercle" in page, "est partie" in page, outbox()) == (True, False, [])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "Ce fichier n’est pas un tableau"),
        (b"PK\x03\x04 abime", "Ce classeur est abîmé ou incomplet"),
        (b"nom;courriel\r\n" + b"a" * 1024 * 1024, "Ce fichier dépasse 1 Mo"),
        ("nom;rôle\r\nMaud;Membre\r\n".encode(), "Aucune adresse ne se lit dans cette liste."),
        (b"nom;courriel\r\n" + b"".join(b"P;p%d@exemple.fr\r\n" % n for n in range(201)), "Écrivez à 200 personnes"),
    ],
)
def test_a_file_that_says_nobody_is_refused_with_one_sentence(cast, client_of, outbox, content, sentence):
    answer = give(client_of(cast.facilitator), cast.circle, content, message="Venez.")
    assert (answer.status_code, sentence in read(answer), "Venez.</textarea>" in read(answer)) == (422, True, True)
    assert outbox() == []


def _led_by(person):
    circle = CircleFactory(name="Un autre cercle")
    MembershipFactory(circle=circle, person=person, role="facilitator")
    return circle
