"""What the week says of a library: a folder to confirm, a file that does not read, a document that grew old and, by one click, holds."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cercles.circles.actions import close_circle, leave_circle
from cercles.core import clock
from cercles.library import actions
from cercles.library.models import CircleDocument, DocumentVersion
from cercles.library.queries import due_of
from tests.factories.archives import archive
from tests.factories.library import add, sent

pytestmark = pytest.mark.django_db
OLD = timedelta(days=731)


@pytest.fixture(autouse=True)
def stored(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def titles(cast, name):
    return [item.title.replace("\xa0", " ") for item in due_of(cast.person(name))]


def aged(cast, **more):
    made = add(cast, **more)
    CircleDocument.objects.filter(pk=made.pk).update(checked_at=clock.now() - OLD, changed_at=clock.now() - OLD)
    return made


def test_a_document_is_asked_about_after_two_years_to_who_added_it(cast):
    document = add(cast, title="La convention")
    asked = ["« La convention » est-il encore à jour ?"]
    with clock.at(clock.now() + timedelta(days=729)):
        assert titles(cast, "member") == []
    with clock.at(clock.now() + OLD):
        assert {name: titles(cast, name) for name in ("account", "member", "facilitator", "administrator", "former")} == {
            "account": [], "member": asked, "facilitator": [], "administrator": [], "former": [],
        }  # fmt: skip
        actions.add_version(document=document, by=cast.member, file=sent("b.txt", b"Autre."))
        assert titles(cast, "member") == []


def test_one_click_in_the_week_says_that_it_still_holds(cast, client_of):
    document, browser = aged(cast, title="La convention"), client_of(cast.member)
    page = browser.get("/").content.decode().replace("\xa0", " ")
    assert [words in page for words in ("Toujours à jour", "Sa page dira qu’il est à jour.")] == [True, True]
    answer = browser.post(reverse("library:confirm", args=[document.ref]), {"depuis_ma_semaine": "1"})
    assert (answer.url, titles(cast, "member")) == ("/", [])
    fresh = CircleDocument.objects.get()
    assert (
        clock.now() - fresh.checked_at < timedelta(minutes=1),
        fresh.changed_at < clock.now() - timedelta(days=700),
    ) == (True, True)
    assert "Dit toujours à jour" in browser.get(fresh.get_absolute_url()).content.decode()


def test_its_page_offers_the_same_to_who_may_change_it(cast, client_of):
    document = aged(cast)
    page = {
        name: client_of(cast.person(name)).get(document.get_absolute_url()).content.decode()
        for name in ("member", "facilitator")
    }
    assert {name: "Toujours à jour" in text for name, text in page.items()} == {"member": True, "facilitator": True}
    answer = client_of(cast.facilitator).post(reverse("library:confirm", args=[document.ref]))
    assert answer.url == document.get_absolute_url()
    assert "Toujours à jour" not in client_of(cast.member).get(document.get_absolute_url()).content.decode()


def test_what_nobody_there_added_is_asked_of_who_facilitates(cast):
    aged(cast, title="Orphelin")
    leave_circle(circle=cast.circle, by=cast.member)
    assert (titles(cast, "facilitator"), titles(cast, "member")) == (["« Orphelin » est-il encore à jour ?"], [])


def test_three_old_documents_are_asked_about_at_a_time(cast):
    for number in range(5):
        aged(cast, title=f"N° {number}")
    assert len(titles(cast, "member")) == 3


def test_a_closed_circle_asks_nothing(cast):
    aged(cast)
    actions.bring_folder(circle=cast.circle, by=cast.member, files=[sent("Vieux.zip", archive())])
    assert len(titles(cast, "member")) == 2
    close_circle(circle=cast.circle, by=cast.facilitator, note="Fini.")
    assert titles(cast, "member") == []


def test_a_file_that_does_not_read_is_told_for_a_month_to_who_added_it(cast):
    document = add(cast, title="Scellé")
    DocumentVersion.objects.update(text_state="broken")
    asked = ["Le fichier de « Scellé » ne se lit pas"]
    assert (titles(cast, "member"), titles(cast, "facilitator")) == (asked, [])
    with clock.at(clock.now() + timedelta(days=31)):
        assert titles(cast, "member") == []
    actions.add_version(document=document, by=cast.member, file=sent("b.txt", b"Autre."))
    assert titles(cast, "member") == []


def test_a_folder_waits_for_who_sent_it_until_it_is_confirmed_or_stopped(cast):
    folder = actions.bring_folder(circle=cast.circle, by=cast.member, files=[sent("Vieux.zip", archive())])
    (line,) = due_of(cast.person("member"))
    assert (line.title.replace("\xa0", " "), line.url) == (
        "Confirmer ce que devient le dossier « Vieux.zip »", folder.get_absolute_url(),
    )  # fmt: skip
    assert titles(cast, "facilitator") == []
    actions.stop_folder(folder=folder, by=cast.member)
    assert titles(cast, "member") == []


@pytest.mark.parametrize("count", [1, 3])
def test_its_queries_do_not_grow(cast, count, queries):
    for number in range(count):
        aged(cast, title=f"N° {number}")
        actions.bring_folder(circle=cast.circle, by=cast.member, files=[sent(f"{number}.zip", archive())])
    person = cast.person("member")
    with queries(2):
        assert len(due_of(person)) == 2 * count
