"""A circle closes with its final review; a member asks for her copy, finds it, takes it; it goes when its days or her rights end."""

import io
import os
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from cercles.circles.actions import close_circle, copies, moderation, remove_member
from cercles.circles.actions import threads as talking
from cercles.circles.actions.copies import copy_is_ready
from cercles.circles.adapters.copies import prepare_copy, sweep_copies
from cercles.circles.adapters.moderation import found_message
from cercles.circles.models import FinalReview, PreparedCopy
from cercles.circles.queries.ending import draft_final_review
from cercles.core import clock
from cercles.journal.models import Job
from cercles.people.actions import erase_person, purge_all
from cercles.people.exports import sections_of
from tests.factories.archive import make_full

pytestmark = pytest.mark.django_db


def taken(browser, row):
    return browser.get(reverse("circles:copy_file", args=[row.circle.slug, row.ref]))


def ready(circle, person):
    row = copies.ask_for_copy(circle=circle, by=person)
    prepare_copy(row.pk)
    return PreparedCopy.objects.get(pk=row.pk)


def test_the_review_is_written_from_what_the_members_read(cast):
    draft = draft_final_review(make_full(cast))
    assert [line for line in draft.splitlines() if line.startswith("## ")] == [
        "## Ce qui a été fait", "## Ce qui a été décidé", "## Ce qui reste à faire", "## Ce qu’il faut garder",
    ]  # fmt: skip
    for said in (
        "«\u00a0Louer à deux\u00a0», le",
        "Essayer la location de linge à deux.",
        "Les stocks.",
        "Envoyer la convention type",
        "Le bilan",
    ):
        assert said in draft
    for kept in ("réunion en préparation", "fiche gardée", "À la fin"):
        assert kept not in draft


def test_a_circle_closes_with_its_review_and_shows_it_first(cast, client_of):
    browser, slug = client_of(cast.facilitator), cast.circle.slug
    form = browser.get(reverse("circles:close", args=[slug])).context["form"]
    assert form["review"].value().startswith("## Ce qui a été fait")
    answer = browser.post(
        reverse("circles:close", args=[slug]), {"note": "Nous avons fini.", "review": "## Fait\n\n**Trois** ans."}
    )
    assert answer.url == reverse("circles:copies", args=[slug])
    page = client_of(cast.member).get(reverse("circles:detail", args=[slug])).content.decode()
    assert "<strong>Trois</strong> ans." in page
    assert FinalReview.objects.get().by == cast.facilitator
    outside = client_of(cast.account).get(reverse("circles:detail", args=[slug])).content.decode()
    assert "Trois" not in outside


def test_a_member_asks_finds_and_takes_her_copy(cast, client_of, outbox):
    circle, browser = make_full(cast), client_of(cast.member)
    page = reverse("circles:copies", args=[circle.slug])
    assert browser.post(page).url == page
    browser.post(page)  # asked twice while it is prepared
    row = PreparedCopy.objects.get()
    assert (row.facilitates, "En préparation" in browser.get(page).content.decode()) == (False, True)
    prepare_copy(row.pk)
    prepare_copy(row.pk)  # the worker was killed after its last act
    letters = [mail for mail in outbox() if mail.key.startswith("circle-copy-")]
    assert [mail.to for mail in letters] == [cast.member.email]
    assert reverse("circles:copy_file", args=[circle.slug, row.ref]) in browser.get(page).content.decode()
    answer = taken(browser, PreparedCopy.objects.get())
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as packed:
        assert packed.testzip() is None
        assert f"{circle.slug}/index.html" in packed.namelist()
        assert b"member@example.org" not in packed.read(f"{circle.slug}/donnees/personnes.csv")
    assert default_storage.listdir("copies") == ([], [f"{row.ref}.zip"])


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_copies_asks_as_much_for_one_as_for_three(cast, client_of, queries, count):
    for _ in range(count):
        PreparedCopy.objects.create(
            circle=cast.circle,
            person=cast.member,
            facilitates=False,
            ready_at=clock.now(),
            until=clock.now() + copies.KEPT,
        )
    browser, page = client_of(cast.member), reverse("circles:copies", args=[cast.circle.slug])
    browser.get(page)
    with queries(9):
        answer = browser.get(page)
    assert answer.content.decode().count("à prendre jusqu’au") == count


def test_the_page_of_a_closed_circle_says_that_addresses_leave(cast, client_of):
    close_circle(circle=cast.circle, by=cast.facilitator, note="Fini.")
    page = reverse("circles:copies", args=[cast.circle.slug])
    assert "les adresses de ses membres" in client_of(cast.facilitator).get(page).content.decode()
    assert "les adresses de ses membres" not in client_of(cast.member).get(page).content.decode()


def test_a_copy_is_given_to_nobody_else(cast, client_of):
    row = ready(make_full(cast), cast.member)
    assert [
        taken(client_of(person), row).status_code for person in (cast.facilitator, cast.account, cast.administrator)
    ] == [404] * 3


def test_who_no_longer_facilitates_takes_it_no_more(cast, client_of):
    circle = make_full(cast)
    row = ready(circle, cast.facilitator)
    circle.memberships.filter(person=cast.facilitator).update(role="member")
    assert taken(client_of(cast.facilitator), row).status_code == 404


def test_it_goes_with_the_member(cast):
    circle = make_full(cast)
    ready(circle, cast.member)
    remove_member(membership=circle.memberships.get(person=cast.member), by=cast.facilitator, reason="Autre projet.")
    assert PreparedCopy.objects.count() == 0


def test_it_goes_after_its_days(cast, django_capture_on_commit_callbacks):
    row = ready(make_full(cast), cast.member)
    assert purge_all()["circles.copies"] == 0
    PreparedCopy.objects.update(until=clock.now() - timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_all()["circles.copies"] == 1
    assert not default_storage.exists(f"copies/{row.ref}.zip")


def test_what_a_killed_process_left_is_swept_after_a_day(cast, settings):
    """A file that no row names and a folder under way; those of a copy that is held, or of this very day, stay."""
    row = ready(make_full(cast), cast.member)
    folder, aside = Path(default_storage.path("copies")), Path(settings.SCRATCH_ROOT) / "copies-aaaaaaaa"
    aside.mkdir()
    (aside / "membres.csv").write_text("des adresses")
    for name in ("bbbbbbbbbb.zip", "dddddddddd.zip"):
        (folder / name).write_text("des adresses")
    assert sweep_copies() == {"swept": 0}
    yesterday = (clock.now() - timedelta(days=2)).timestamp()
    for path in (aside, folder / "bbbbbbbbbb.zip", folder / f"{row.ref}.zip"):
        os.utime(path, (yesterday, yesterday))

    assert [sweep_copies(), sweep_copies()] == [{"swept": 2}, {"swept": 0}]
    assert {path.name for path in folder.iterdir()} == {f"{row.ref}.zip", "dddddddddd.zip"}
    assert not aside.exists()


def said_in(row):
    """All the words of the pages of a copy."""
    with row.file.open("rb") as file, zipfile.ZipFile(io.BytesIO(file.read())) as packed:
        return "".join(
            packed.read(name).decode() for name in packed.namelist() if "/pages/" in name or "/donnees/" in name
        )


@pytest.mark.parametrize("under_way", [False, True])
def test_who_erases_her_account_is_in_no_copy_that_others_have_not_taken_yet(
    cast, client_of, django_capture_on_commit_callbacks, under_way
):
    """Those that wait are prepared again, without her name; who asked is told when it is done."""
    circle = make_full(cast)
    asked = copies.ask_for_copy(circle=circle, by=cast.facilitator)
    if not under_way:
        prepare_copy(asked.pk)
        assert cast.member.display_name in said_in(PreparedCopy.objects.get())
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(by=cast.member)
    assert [
        taken(client_of(cast.facilitator), asked).status_code, default_storage.exists(f"copies/{asked.ref}.zip"),
        copy_is_ready(copy=asked, name="copies/autre.zip", size=1),
    ] == [404, False, False]  # fmt: skip
    row = PreparedCopy.objects.get()
    job = Job.objects.get(verb="circles.prepare_copy", arguments={"copy": row.pk})
    assert (row.person, row.facilitates, row.ready_at, job.state) == (cast.facilitator, True, None, "due")
    prepare_copy(row.pk)
    row.refresh_from_db()
    assert (cast.member.display_name in said_in(row), "Fanny Animatrice" in said_in(row)) == (False, True)


@pytest.mark.parametrize("how", ["taken_back", "taken_away"])
def test_a_message_that_goes_is_in_no_copy_and_nobody_asks_for_hers_again(cast, how):
    circle = make_full(cast)
    message = talking.start_thread(circle=circle, by=cast.member, title="Prix", text="Notre marge est de 12 %.")
    message = message.messages.get()
    first, second = ready(circle, cast.facilitator), copies.ask_for_copy(circle=circle, by=cast.member)
    assert "Notre marge" in said_in(first)
    if how == "taken_back":
        talking.withdraw_message(message=message, by=cast.member)
    else:
        written = found_message(message.pk)
        moderation.remove(written=written, by=cast.facilitator, motive="privacy", words="Un chiffre confidentiel.")
    again = list(PreparedCopy.objects.order_by("pk"))
    assert [(row.person, row.ready_at) for row in again] == [(cast.facilitator, None), (cast.member, None)]
    assert {first.pk, second.pk} & {row.pk for row in again} == set()
    for row in again:
        prepare_copy(row.pk)
        row.refresh_from_db()
        assert "Notre marge" not in said_in(row)


def test_her_data_tell_of_it_and_her_erasure_deletes_it(cast, django_capture_on_commit_callbacks):
    row = ready(make_full(cast), cast.member)
    assert "Copies de cercles demandées" in sections_of(cast.member)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(by=cast.member)
    assert (PreparedCopy.objects.count(), default_storage.exists(f"copies/{row.ref}.zip")) == (0, False)
