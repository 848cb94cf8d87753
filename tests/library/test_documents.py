"""A document is added, read by its circle and by whom it says, renewed at the same address, narrowed, taken off."""

import unicodedata

import pytest
from django.urls import reverse

from cercles.circles.actions import close_circle
from cercles.circles.models import CircleTheme
from cercles.core.errors import RuleBroken
from cercles.journal.models import Job
from cercles.library import actions, queries
from cercles.library.models import CircleDocument, DocumentVersion
from cercles.people.actions import erase_person
from tests.factories.library import add, pdf, read_all, sent

pytestmark = pytest.mark.django_db


def body(answer):
    return b"".join(answer.streaming_content)


def lines(page):
    return [line["title"] for line in page.context["lines"]]


@pytest.fixture
def stored(settings, tmp_path):
    """The store of this test alone: what lies in it."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_a_member_adds_one_from_the_site(cast, client_of):
    theme = CircleTheme.objects.create(circle=cast.circle, label="Mécénat")
    browser, url = client_of(cast.member), reverse("library:add", args=[cast.circle.slug])
    assert "Mécénat" in browser.get(url).content.decode()
    told = {
        "title": "  Modèle de   convention ", "theme": theme.pk, "origin": "Avise", "link": "avise.org/convention",
        "visibility": "network", "file": sent("C:\\Mes documents\\convention.pdf", pdf("Mecenat de competences")),
    }  # fmt: skip
    answer = browser.post(url, told)
    document = CircleDocument.objects.get()
    assert answer.url == document.get_absolute_url()
    assert (document.title, document.audience, document.link) == (
        "Modèle de convention",
        "network",
        "https://avise.org/convention",
    )
    assert Job.objects.filter(verb="library.read_text").count() == 1
    page = browser.get(document.get_absolute_url()).content.decode()
    assert [word in page for word in ("convention.pdf", "Avise", "Malo Membre", "Mécénat")] == [True] * 4
    assert "Mes documents" not in page


def test_its_file_is_kept_by_the_browser_and_never_shown_as_a_page(cast, client_of):
    document = add(cast, name="note.txt", data=b"<script>alert(1)</script>")
    answer = client_of(cast.member).get(document.file_url)
    assert answer["Content-Disposition"] == 'attachment; filename="note.txt"'
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "text/plain")
    assert answer["Cache-Control"] == "private, no-cache"
    assert body(answer) == b"<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("page.html", b"<html>", "pas accepté"),
        ("faux.pdf", b"PK pas un pdf", "pas ce que dit son nom"),
        ("vide.txt", b"", "vide"),
        ("gros.txt", b"x" * (25 * 1024 * 1024 + 1), "la limite est de 25"),
    ],
)
def test_a_file_that_is_refused_leaves_nothing_behind(cast, client_of, stored, name, data, told):
    url = reverse("library:add", args=[cast.circle.slug])
    answer = client_of(cast.member).post(url, {"title": "Gardé", "visibility": "circle", "file": sent(name, data)})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])
    assert told in " ".join(answer.context["form"].errors["file"])
    assert 'value="Gardé"' in answer.content.decode()
    assert (CircleDocument.objects.count(), stored()) == (0, [])


def test_a_file_that_is_there_already_is_named_and_not_kept_twice(cast, stored):
    add(cast, title="Le premier", data=b"pareil")
    with pytest.raises(RuleBroken, match="Le premier"):
        add(cast, title="Le second", data=b"pareil")
    assert (CircleDocument.objects.count(), len(stored())) == (1, 1)


def test_a_new_version_keeps_the_address_and_the_former_ones(cast, client_of):
    document = add(cast, name="v1.txt", data=b"un", visibility="network")
    browser = client_of(cast.member)
    url = reverse("library:renew", args=[document.ref])
    told = {"file": sent("v2.txt", b"deux"), "note": "Les montants de 2026"}
    assert browser.post(url, told).url == document.get_absolute_url()
    assert body(browser.get(document.file_url)) == b"deux"
    assert body(browser.get(reverse("library:version", args=[document.ref, 1]))) == b"un"
    page = browser.get(document.get_absolute_url()).content.decode()
    assert [word in page for word in ("v1.txt", "v2.txt", "Les montants de 2026")] == [True] * 3
    outside = client_of(cast.account)
    assert body(outside.get(document.file_url)) == b"deux"
    assert outside.get(reverse("library:version", args=[document.ref, 1])).status_code == 404
    page = outside.get(document.get_absolute_url()).content.decode()
    assert [word in page for word in ("v1.txt", "Malo Membre")] == [False] * 2
    assert browser.post(url, {"file": sent("v2.txt", b"deux")}).status_code == 422


def test_rights_are_read_at_each_request(cast, client_of):
    document, browser = add(cast, visibility="network"), client_of(cast.account)
    assert body(browser.get(document.file_url))
    told = {"title": document.title, "visibility": "circle"}
    actions.edit_document(document=document, by=cast.facilitator, **told)
    assert browser.get(document.file_url).status_code == 404


def test_only_who_added_it_shows_it_to_more_people(cast, client_of):
    document = add(cast)
    told = {"title": "Le bilan de 2026", "visibility": "network"}
    with pytest.raises(RuleBroken, match="Seule la personne"):
        actions.edit_document(document=document, by=cast.facilitator, **told)
    url = reverse("library:edit", args=[document.ref])
    assert client_of(cast.facilitator).post(url, told).status_code == 422
    assert client_of(cast.member).post(url, told).status_code == 302
    assert CircleDocument.objects.get().audience == "network"


def test_never_wider_than_the_circle(cast, stored):
    with pytest.raises(RuleBroken, match="moins de monde"):
        add(cast, visibility="public")
    assert stored() == []
    cast.circle.visibility = "public"
    cast.circle.save()
    assert add(cast, visibility="public").audience == "public"


def test_a_theme_of_another_circle_is_refused(cast):
    with pytest.raises(RuleBroken, match="thème"):
        add(cast, theme=CircleTheme(pk=999, circle_id=cast.circle.pk + 1, label="Ailleurs"))


def test_taken_off_its_files_go_and_its_address_answers_nothing(
    cast, client_of, stored, django_capture_on_commit_callbacks
):
    document = add(cast, data=b"un")
    actions.add_version(document=document, by=cast.member, file=sent("b.txt", b"deux"))
    assert len(stored()) == 2
    browser = client_of(cast.member)
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(reverse("library:remove", args=[document.ref])).status_code == 302
    assert stored() == []
    assert browser.get(document.get_absolute_url()).status_code == 404
    actions.remove_document(document=document, by=cast.member)
    with pytest.raises(RuleBroken, match="retiré"):
        actions.add_version(document=document, by=cast.member, file=sent("c.txt", b"trois"))
    assert stored() == []


def test_a_closed_circle_is_read_and_nothing_is_added(cast, client_of):
    document = add(cast)
    close_circle(circle=cast.circle, by=cast.facilitator, note="Le travail est fait.")
    assert body(client_of(cast.member).get(document.file_url))
    for act in (
        lambda: add(cast),
        lambda: actions.add_version(document=document, by=cast.member, file=sent("b.txt", b"deux")),
        lambda: actions.edit_document(document=document, by=cast.member, title="Autre", visibility="circle"),
        lambda: actions.remove_document(document=document, by=cast.member),
    ):
        with pytest.raises(RuleBroken, match="clos"):
            act()
    assert CircleDocument.objects.get().title == "Le bilan"


def test_an_erased_account_leaves_its_documents_without_its_name(cast):
    add(cast, visibility="network")
    assert [row["document"] for row in queries.of_person(cast.member)["Documents que vous avez ajoutés"]] == [
        "Le bilan"
    ]
    erase_person(by=cast.member)
    assert (CircleDocument.objects.get().added_by, DocumentVersion.objects.get().added_by) == (None, None)


def test_the_list_is_narrowed_by_words_theme_origin_and_format_with_true_counts(cast, client_of, indexed):
    theme = CircleTheme.objects.create(circle=cast.circle, label="Mécénat")
    add(cast, title="Élan", theme=theme, origin="Avise", data="Des écoliers à vélo".encode())
    add(cast, title="Budget", origin="Avise", name="b.csv")
    add(cast, title="Affiche", theme=theme, name="a.pdf", data=pdf("Convention"))
    read_all()
    indexed()
    browser, url = client_of(cast.member), reverse("library:of_circle", args=[cast.circle.slug])

    def counts(page, at):
        return {one.label: one.count for one in page.context["facets"][at]["choices"]}

    assert lines(browser.get(url)) == ["Affiche", "Budget", "Élan"]
    for asked, found in (
        ("q=ecoliers", ["Élan"]), ("q=elan", ["Élan"]), ("q=coliers", []), ("q=convention", ["Affiche"]),
        (f"theme={theme.pk}", ["Affiche", "Élan"]), ("origine=Avise", ["Budget", "Élan"]), ("format=pdf", ["Affiche"]),
        (f"theme={theme.pk}&origine=Avise", ["Élan"]), ("theme=abc", []), ("format=autre", []), ("q=%25", []),
    ):  # fmt: skip
        assert lines(browser.get(f"{url}?{asked}")) == found, asked
    page = browser.get(f"{url}?theme={theme.pk}")
    assert [counts(page, at) for at in range(3)] == [{"Mécénat": 2}, {"Avise": 1}, {"PDF": 1, "Texte": 1}]


def test_an_account_outside_finds_in_the_list_of_the_circle_nothing(cast, client_of):
    add(cast, visibility="network")
    assert client_of(cast.account).get(reverse("library:of_circle", args=[cast.circle.slug])).status_code == 404


def test_the_circle_shows_its_last_documents_to_its_members(cast, client_of):
    add(cast, title="Le dernier né", visibility="network")
    url = reverse("circles:detail", args=[cast.circle.slug])
    assert "Le dernier né" in client_of(cast.member).get(url).content.decode()
    assert "Le dernier né" not in client_of(cast.account).get(url).content.decode()


@pytest.mark.parametrize("many", [2, 20])
def test_the_list_asks_the_same_whatever_its_length(cast, client_of, queries, many):
    theme = CircleTheme.objects.create(circle=cast.circle, label="Mécénat")
    for number in range(many):
        add(cast, theme=theme, origin=f"Source {number}", title="Le bilan annuel")
    browser, url = client_of(cast.member), reverse("library:of_circle", args=[cast.circle.slug])
    browser.get(url)
    with queries(16):
        assert browser.get(url).content.decode().count("Le bilan annuel") == many


@pytest.mark.parametrize("many", [2, 20])
def test_its_page_asks_the_same_whatever_its_versions(cast, client_of, queries, many):
    document = add(cast)
    for number in range(many):
        actions.add_version(document=document, by=cast.member, file=sent("v.txt", b"v%d" % number))
    browser = client_of(cast.member)
    browser.get(document.get_absolute_url())
    with queries(11):
        assert browser.get(document.get_absolute_url()).status_code == 200


def test_rows_written_by_hand_are_told(cast):
    document = add(cast)
    assert queries.contradictions() == []
    CircleDocument.objects.filter(pk=document.pk).update(number=7)
    assert document.ref in queries.contradictions()[0]


def test_what_is_typed_is_kept_in_plain_letters(cast):
    mac = unicodedata.normalize("NFD", "Modèle\u202e d’été\u200b")
    row = add(cast, title=mac, origin=mac, name=unicodedata.normalize("NFD", "été\u202e.txt"))
    assert (row.title, row.origin, row.versions.get().name) == ("Modèle d’été", "Modèle d’été", "été.txt")
    row = actions.edit_document(document=row, by=cast.member, title=mac + "\n2", origin=mac, visibility="circle")
    assert (row.title, row.origin) == ("Modèle d’été 2", "Modèle d’été")
    with pytest.raises(RuleBroken, match="Donnez un titre"):
        add(cast, title="\u200b\u202e")
    assert add(cast, title="Sans nom", name="\u200b.txt").versions.get().name == "Document.txt"
