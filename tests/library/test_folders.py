"""An old folder is brought in: looked at, confirmed, taken file by file, with what did not enter and why."""

import json
import unicodedata
from datetime import timedelta

import pytest
from django.urls import reverse

from cercles.circles.actions import close_circle, leave_circle
from cercles.circles.actions.moderation import remove
from cercles.circles.models import CircleTheme
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.models import Job
from cercles.library import actions
from cercles.library.adapters.moderating import found
from cercles.library.models import CircleDocument, DocumentVersion, FolderFile, FolderImport
from cercles.people.actions import erase_person, purge_all
from tests.factories.archives import OLD, archive
from tests.factories.library import add, docx, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stored(settings, tmp_path):
    """The store of this test alone: what lies in it."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: sorted(path for path in tmp_path.rglob("*") if path.is_file())


def bring(cast, data=None, *, by=None, confirmed=True, taken=True, visibility="circle"):
    by = by or cast.member
    folder = actions.bring_folder(circle=cast.circle, by=by, files=[sent("Vieux.zip", data or archive())])
    if confirmed:
        choices = [(theme, origin) for _path, _many, theme, origin in folder.folders]
        actions.confirm_folder(folder=folder, by=by, choices=choices, visibility=visibility)
    if taken:
        actions.take_folder(folder=folder.pk)
    folder.refresh_from_db()
    return folder


def told(folder):
    rows = folder.files.values_list("path", "taken", "reason")
    return [(path.rpartition("/")[2], taken, reason[:22]) for path, taken, reason in rows]


def test_it_is_looked_at_then_confirmed_then_in_the_library(
    cast, client_of, stored, django_capture_on_commit_callbacks
):
    theme = CircleTheme.objects.create(circle=cast.circle, label="Conventions")
    browser = client_of(cast.member)
    answer = browser.post(
        reverse("library:bring", args=[cast.circle.slug]), {"files": sent("Vieux dossier.zip", archive())}
    )
    folder = FolderImport.objects.get()
    assert answer.url == folder.get_absolute_url()
    assert folder.folders == [
        ["Vieux dossier", 2, None, ""], ["Vieux dossier/Avise", 1, None, "Avise"],
        ["Vieux dossier/Conventions", 1, theme.pk, ""], ["Vieux dossier/Conventions/2022", 1, theme.pk, "2022"],
    ]  # fmt: skip
    assert "5 fichiers attendent votre accord" in browser.get(answer.url).content.decode()
    assert CircleDocument.objects.count() == 0

    choices = {"theme_1": "", "origin_1": "L’Avise", "theme_2": theme.pk, "theme_3": theme.pk, "visibility": "network"}
    assert browser.post(answer.url, choices).status_code == 302
    assert Job.objects.filter(verb="library.take_folder").count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.take_folder(folder=folder.pk) == {"taken": 5}

    found = CircleDocument.objects.order_by("title").values_list("title", "theme__label", "origin", "visibility")
    assert list(found) == [
        ("Annexe", "Conventions", "", "network"), ("Guide", None, "L’Avise", "network"),
        ("Lisez-moi", None, "", "network"), ("Modele convention", "Conventions", "", "network"),
    ]  # fmt: skip
    assert told(FolderImport.objects.get())[-1] == ("photo.exe", "refused", "Ce type de fichier n’e")
    page = browser.get(answer.url)
    assert [many for _label, many in page.context["counts"]] == [4, 0, 0, 1]
    assert "Vieux dossier/photo.exe" in page.content.decode()
    assert len(stored()) == 4
    assert actions.take_folder(folder=folder.pk) == {"taken": 0}


def test_brought_again_nothing_enters_twice_and_what_changed_is_a_new_version(cast):
    bring(cast)
    before = CircleDocument.objects.get(title="Guide")
    changed = OLD | {"Vieux dossier/Avise/guide.txt": b"La suite", "Vieux dossier/neuf.txt": b"Neuf"}
    folder = bring(cast, archive(changed))
    counted = [taken for _name, taken, _reason in told(folder)]
    assert counted == ["known", "known", "renewed", "known", "refused", "added"]
    after = CircleDocument.objects.get(title="Guide")
    assert (after.ref, after.number, after.versions.count(), CircleDocument.objects.count()) == (before.ref, 2, 2, 5)


def test_the_same_file_twice_in_one_folder_is_one_document(cast):
    folder = bring(cast, archive({"a/un.txt": b"pareil", "b/deux.txt": b"pareil"}))
    assert told(folder) == [("un.txt", "added", ""), ("deux.txt", "known", "")]
    assert folder.files.last().document.title == "Un"


def test_the_title_of_somebody_else_is_not_renewed_by_whoever_brings(cast):
    add(cast, by=cast.facilitator, title="Guide")
    assert told(bring(cast, archive({"guide.txt": b"autre"}))) == [("guide.txt", "refused", "Un document porte déjà")]
    assert told(bring(cast, archive({"guide.txt": b"autre"}), by=cast.facilitator)) == [("guide.txt", "renewed", "")]


def test_each_file_that_cannot_enter_says_why_and_the_others_enter(cast):
    data = archive({
        "faux.pdf": b"PK rien", "vide.txt": b"", "../dehors.txt": b"x", "autre.zip": b"PK", "bon.docx": docx("Bon"),
        "gros.txt": b"x" * (25 * 1024 * 1024 + 1),
    })  # fmt: skip
    assert told(bring(cast, data)) == [
        ("faux.pdf", "refused", "Ce fichier n’est pas c"), ("vide.txt", "refused", "Ce fichier est vide. C"),
        ("dehors.txt", "refused", "Son chemin sort du dos"), ("autre.zip", "refused", "C’est une archive dans"),
        ("bon.docx", "added", ""), ("gros.txt", "refused", "Ce fichier pèse 25 Mo\xa0"),
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b"", archive()[:-40], b"ceci n'est pas une archive"])
def test_an_archive_that_does_not_open_is_refused_at_once(cast, client_of, stored, data):
    url = reverse("library:bring", args=[cast.circle.slug])
    answer = client_of(cast.member).post(url, {"files": sent("Vieux.zip", data)})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["files"])
    assert "abîmée ou incomplète" in answer.content.decode()
    assert (FolderImport.objects.count(), stored()) == (0, [])
    assert client_of(cast.member).post(url, {"paths": ""}).status_code == 422


def test_several_files_at_once_and_a_folder_with_its_paths(cast, client_of):
    browser, url = client_of(cast.member), reverse("library:bring", args=[cast.circle.slug])
    browser.post(url, {"files": [sent("un.txt", b"un"), sent("deux.txt", b"deux")]})
    assert (FolderImport.objects.get().name, FolderImport.objects.get().folders) == ("2 fichiers", [["", 2, None, ""]])
    paths = json.dumps(["Archives/Avise/un.txt", "Archives/deux.txt"])
    browser.post(url, {"directory": [sent("un.txt", b"un"), sent("deux.txt", b"deux")], "paths": paths})
    last = FolderImport.objects.first()
    assert (last.name, [row[0] for row in last.folders]) == ("Archives", ["Archives", "Archives/Avise"])
    for said in ("{", '["un"]', '["../x", "/y"]', "[1, 2]"):
        browser.post(url, {"directory": [sent("un.txt", b"un"), sent("deux.txt", b"deux")], "paths": said})
    assert FolderImport.objects.count() == 6


def test_given_up_nothing_enters_and_nothing_stays(cast, client_of, stored, django_capture_on_commit_callbacks):
    folder = bring(cast, confirmed=False, taken=False)
    assert len(stored()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        client_of(cast.member).post(reverse("library:folder_stop", args=[folder.ref]))
    assert (FolderImport.objects.get().state, stored()) == ("stopped", [])
    actions.confirm_folder(folder=folder, by=cast.member, choices=[], visibility="circle")
    assert Job.objects.filter(verb="library.take_folder").count() == 0


def test_never_wider_than_the_circle_even_when_it_narrows_meanwhile(cast):
    cast.circle.visibility = "public"
    cast.circle.save()
    folder = bring(cast, taken=False, visibility="public")
    type(cast.circle).objects.update(visibility="network")
    actions.take_folder(folder=folder.pk)
    folder.refresh_from_db()
    assert (folder.state, CircleDocument.objects.count()) == ("stopped", 0)
    assert "moins de monde" in folder.reason
    with pytest.raises(RuleBroken, match="moins de monde"):
        bring(cast, visibility="public")


def test_a_circle_that_closes_or_is_left_takes_nothing_more(cast):
    folder = bring(cast, taken=False, by=cast.member)
    leave_circle(circle=cast.circle, by=cast.member)
    actions.take_folder(folder=folder.pk)
    folder.refresh_from_db()
    assert (folder.state, folder.reason) == ("stopped", "Vous n’êtes plus membre de ce cercle.")
    other = bring(cast, taken=False, by=cast.facilitator)
    close_circle(circle=cast.circle, by=cast.facilitator, note="Le travail est fait.")
    actions.take_folder(folder=other.pk)
    other.refresh_from_db()
    assert (other.state, CircleDocument.objects.count()) == ("stopped", 0)


def test_an_erased_account_takes_its_folders_with_it(cast, stored, django_capture_on_commit_callbacks):
    folder = bring(cast, taken=False)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(by=cast.member)
    assert (FolderImport.objects.count(), FolderFile.objects.count(), stored()) == (0, 0, [])
    assert actions.take_folder(folder=folder.pk) == {"taken": 0}


def test_one_that_nobody_confirms_goes_after_a_week(cast, stored, django_capture_on_commit_callbacks):
    bring(cast, confirmed=False, taken=False)
    FolderImport.objects.update(at=clock.now() - timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_all()["library.sent"] == 1
    assert (FolderImport.objects.get().state, stored()) == ("stopped", [])


@pytest.mark.parametrize("many", [1, 3])
def test_its_page_asks_the_same_whatever_it_holds(cast, client_of, queries, many):
    folder = bring(cast, archive({f"{n}.exe": b"x" for n in range(many)}))
    browser = client_of(cast.member)
    browser.get(folder.get_absolute_url())
    with queries(11):
        assert browser.get(folder.get_absolute_url()).content.decode().count(".exe") == many


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_that_sends_asks_the_same_whatever_was_sent(cast, client_of, queries, many):
    for n in range(many):
        bring(cast, archive({"un.txt": b"%d" % n}), taken=False)
    browser, url = client_of(cast.member), reverse("library:bring", args=[cast.circle.slug])
    browser.get(url)
    with queries(9):
        assert browser.get(url).content.decode().count("Vieux.zip") == many


def test_its_versions_bear_the_name_of_the_file_and_not_its_path(cast):
    bring(cast)
    assert sorted(DocumentVersion.objects.values_list("name", flat=True)) == [
        "annexe.pdf", "guide.txt", "lisez-moi.txt", "modele_convention.docx",
    ]  # fmt: skip


def test_the_title_of_a_document_that_was_taken_away_is_free(cast):
    away = add(cast, by=cast.facilitator, title="Guide")
    remove(written=found(away.pk), by=cast.facilitator, motive="privacy", words="La liste des salariés.")
    assert told(bring(cast, archive({"guide.txt": b"autre"}))) == [("guide.txt", "added", "")]
    assert CircleDocument.objects.exclude(pk=away.pk).get().title == "Guide"


MAC, WINDOWS = (unicodedata.normalize(form, "Éco dépôt/modèle d’été.txt") for form in ("NFD", "NFC"))


def test_a_folder_copied_by_a_mac_is_the_one_that_windows_sent(cast):
    bring(cast, archive({WINDOWS: b"un"}))
    assert told(bring(cast, archive({MAC: b"un"}))) == [("modèle d’été.txt", "known", "")]
    folder = bring(cast, archive({MAC: b"deux"}))
    assert (told(folder), folder.folders[0][0]) == ([("modèle d’été.txt", "renewed", "")], "Éco dépôt")
    row = CircleDocument.objects.get()
    assert (row.title, row.number) == ("Modèle d’été", 2)
    assert list(DocumentVersion.objects.values_list("name", flat=True)) == ["modèle d’été.txt"] * 2


def test_a_title_that_was_kept_as_a_mac_writes_it_is_still_found(cast):
    bring(cast, archive({WINDOWS: b"un"}))
    CircleDocument.objects.update(title=unicodedata.normalize("NFD", "Modèle d’été"))
    assert told(bring(cast, archive({WINDOWS: b"deux"}))) == [("modèle d’été.txt", "renewed", "")]


def test_signs_that_nobody_sees_are_in_no_name_and_hide_no_way_out(cast):
    hidden = {"a\u202eb/pro\u200bjet\u202e.txt": b"un", "\u200b.txt": b"deux", "..\u200b/x.txt": b"trois"}
    folder = bring(cast, archive(hidden))
    assert told(folder) == [
        ("projet.txt", "added", ""),
        ("Document.txt", "added", ""),
        ("x.txt", "refused", "Son chemin sort du dos"),
    ]
    assert sorted(row[0] for row in folder.folders) == ["", "ab"]
    assert list(CircleDocument.objects.order_by("pk").values_list("title", flat=True)) == ["Projet", "Document"]


def test_a_folder_of_a_browser_is_named_in_plain_letters(cast):
    paths = [unicodedata.normalize("NFD", f"Dépôt\u200b/{name}.txt") for name in ("été", "août")]
    files = [sent("été.txt", b"un"), sent("été.txt", b"deux")]
    folder = actions.bring_folder(circle=cast.circle, by=cast.member, files=files, paths=paths)
    assert (folder.name, folder.folders[0][0]) == ("Dépôt", "Dépôt")
    choices = [(None, unicodedata.normalize("NFD", "L’économie\u200b"))]
    actions.confirm_folder(folder=folder, by=cast.member, choices=choices, visibility="circle")
    assert FolderImport.objects.get().folders[0][3] == "L’économie"
