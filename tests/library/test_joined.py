"""What files joined to messages and sheets say is found, by whoever reads what carries them and by nobody else, and forgotten with them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cercles.circles.actions.threads import start_thread, withdraw_message
from cercles.circles.models import MessageFile
from cercles.journal.models import Job
from cercles.library import actions
from cercles.library.adapters import joined
from cercles.library.models import AttachedText
from cercles.library.reading import apart
from cercles.practices import actions as practices
from cercles.practices.models import Attachment, PracticeSheet
from cercles.search.actions import touch
from cercles.search.queries.folder import opened
from cercles.search.queries.sources import all_sources
from cercles.search.worker import differences, follow_once
from tests.factories.circles import MembershipFactory
from tests.factories.library import docx, pdf, sent
from tests.factories.practices import make_shared
from tests.search.test_processes import AGREED

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(cast):
    file = sent("convention.docx", docx("Une chaudière partagée", "entre deux ateliers"))
    return start_thread(circle=cast.circle, by=cast.member, title="Chauffer à deux", text="Voici", files=[file])


@pytest.fixture
def sheet(cast):
    made = make_shared(cast)
    practices.attach_file(sheet=made, by=made.author, file=sent("modele.pdf", pdf("Un silo commun")))
    Attachment.objects.update(is_shared=True)
    return made


def read_all():
    """What the worker does: notes them, then reads each; a worker that was killed begins again."""
    actions.note_attached()
    for job in Job.objects.filter(verb="library.read_attached"):
        actions.read_attached(**job.arguments)


def in_library(client_of, person, cast, words):
    page = client_of(person).get(reverse("library:of_circle", args=[cast.circle.slug]), {"q": words})
    return {line["title"] for line in page.context["lines"]}


def kept(reader, words):
    """What the index itself gives this reader, before the database is asked."""
    from cercles.search.queries.within import said_within

    circle = joined.findable().get().circle
    return said_within(reader, AttachedText, words, inside=circle.members_audience, most=10)


def test_each_is_noted_once_and_read_by_the_reader_of_documents(cast, thread, sheet):
    assert actions.note_attached() == {"noted": 2, "forgotten": 0}
    assert actions.note_attached() == {"noted": 0, "forgotten": 0}
    assert set(AttachedText.objects.values_list("text_state", flat=True)) == {"waiting"}
    read_all()
    told = dict(AttachedText.objects.values_list("place", "text"))
    assert told == {"echange": "Une chaudière partagée\nentre deux ateliers", "fiche": "Un silo commun"}
    assert set(AttachedText.objects.values_list("text_state", "circle")) == {("read", cast.circle.pk)}
    assert [actions.read_attached(**job.arguments) for job in Job.objects.filter(verb="library.read_attached")] == [
        {"read": 0}
    ] * 2


def test_in_the_library_and_in_the_search_for_who_reads_the_conversation(cast, client_of, thread, indexed):
    read_all()
    indexed()
    assert in_library(client_of, cast.member, cast, "chaudière") == {"convention.docx"}
    assert in_library(client_of, cast.member, cast, "silo") == set()
    url = reverse("search:results")
    pages = {
        name: client_of(cast.person(name)).get(url, {"q": "chaudière"}).content.decode()
        for name in ("member", "facilitator", "account", "former", "representative", "administrator", "stranger")
    }
    assert {name: "convention.docx" in page for name, page in pages.items()} == {
        "member": True, "facilitator": True, "account": False, "former": False, "representative": False,
        "administrator": False, "stranger": False,
    }  # fmt: skip
    assert thread.get_absolute_url() in pages["member"]
    assert "Fichiers joints" not in pages["account"]  # nor counted


def test_of_a_sheet_for_whom_it_is_shown_and_at_once_when_that_changes(cast, sheet, indexed):
    read_all()
    indexed()
    stranger = AnonymousUser()
    assert [bool(kept(reader, "silo")) for reader in (cast.member, cast.representative, cast.account, stranger)] == [
        True, True, False, False,
    ]  # fmt: skip
    row = PracticeSheet.objects.get()
    PracticeSheet.objects.update(audience="public", visibility="public")
    touch(row)
    follow_once()
    assert [bool(kept(reader, "silo")) for reader in (cast.account, stranger)] == [True, True]
    assert [source.kind for source in all_sources() if source.carried] == ["library.attachedtext"]
    assert differences(opened()) == AGREED


def test_what_is_taken_back_is_found_no_more_at_once_then_forgotten(cast, client_of, thread, indexed):
    read_all()
    indexed()
    withdraw_message(message=thread.messages.get(), by=cast.member, reason="")
    assert in_library(client_of, cast.member, cast, "chaudière") == set()
    follow_once()
    assert kept(cast.member, "chaudière") == []
    assert actions.note_attached() == {"noted": 0, "forgotten": 1}
    assert AttachedText.objects.count() == 0
    follow_once()
    assert differences(opened()) == AGREED


def test_what_is_deleted_takes_what_it_said_with_it(cast, thread, sheet, indexed):
    read_all()
    MessageFile.objects.all().delete()
    Attachment.objects.update(is_shared=False)
    assert actions.note_attached() == {"noted": 0, "forgotten": 2}
    for job in Job.objects.filter(verb="library.read_attached"):
        assert actions.read_attached(**job.arguments) == {"read": 0}


def test_one_that_does_not_read_is_found_by_its_name_and_by_what_carries_it(cast, client_of, indexed):
    start_thread(
        circle=cast.circle,
        by=cast.member,
        title="Le budget",
        text="Voici",
        files=[sent("tresorerie.pdf", b"%PDF-1.4 rien")],
    )
    read_all()
    indexed()
    assert (AttachedText.objects.get().text_state, AttachedText.objects.get().text_tries) == ("broken", 0)
    assert [in_library(client_of, cast.member, cast, words) for words in ("tresorerie", "budget", "rien")] == [
        {"tresorerie.pdf"}, {"tresorerie.pdf"}, set(),
    ]  # fmt: skip


def test_a_file_that_is_away_is_tried_again(cast, thread):
    actions.note_attached()
    row = MessageFile.objects.get()
    name = row.file.name
    MessageFile.objects.update(file="echanges/ailleurs")
    job = Job.objects.get(verb="library.read_attached")
    with pytest.raises(FileNotFoundError):
        actions.read_attached(**job.arguments)
    MessageFile.objects.update(file=name)
    assert actions.read_attached(**job.arguments) == {"read": 1}


@pytest.mark.parametrize("many", [1, 3])
def test_a_page_of_results_asks_the_same_whatever_is_found(cast, queries, many):
    files = [sent(f"f{n}.txt", b"chaudiere %d" % n) for n in range(many)]
    start_thread(circle=cast.circle, by=cast.member, title="Budget", text="Voici", files=files)
    read_all()
    ids = list(AttachedText.objects.values_list("pk", flat=True))
    joined.read(cast.member, ids)
    with queries(2):  # hers, as their rooms say it; then what carries them
        assert len(joined.read(cast.member, ids)) == many


def test_who_enters_finds_what_was_joined_before(cast, client_of, thread, indexed):
    read_all()
    indexed()
    new = MembershipFactory(circle=cast.circle).person
    assert in_library(client_of, new, cast, "chaudière") == {"convention.docx"}


def test_one_that_was_slow_to_read_is_tried_again(cast, monkeypatch):
    start_thread(
        circle=cast.circle, by=cast.member, title="Le budget", text="Voici", files=[sent("t.txt", b"La tresorerie")]
    )
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    actions.note_attached()
    pk = AttachedText.objects.get().pk
    for _ in range(5):
        actions.read_attached(text=pk)
    asked = Job.objects.filter(verb="library.read_attached").order_by("pk")
    assert [round((job.due_at - job.created_at).total_seconds() / 60) for job in asked] == [0, 10, 60, 240, 720]
    assert (AttachedText.objects.get().text_state, actions.read_attached(text=pk)) == ("long", {"read": 0})
