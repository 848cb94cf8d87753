"""What files say: each format, and those that are broken, locked, endless or swell."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cercles.journal.models import Job
from cercles.library import actions
from cercles.library.adapters import showing
from cercles.library.models import DocumentVersion
from cercles.library.queries import Library, Narrowing
from cercles.library.reading import TooLong, Unreadable, apart, read_apart
from cercles.library.reading import words as reading
from cercles.library.reading.markup import Broken
from tests.factories.circles import MembershipFactory
from tests.factories.library import add, docx, odt, pdf, read_all, sent, zipped

ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


def said(tmp_path, suffix, data):
    path = tmp_path / f"sent{suffix}"
    path.write_bytes(data)
    return reading.text_of(path, suffix)


@pytest.mark.parametrize(
    ("suffix", "data", "text"),
    [
        (".pdf", pdf("Mecenat de competences"), "Mecenat de competences"),
        (".docx", docx("Un mécénat", "de compétences"), "Un mécénat\nde compétences"),
        (".odt", odt("Un <text:s/>mécénat<text:tab/>vrai", "deux"), "Un mécénat\nvrai\ndeux"),
        (".odp", odt("Une diapositive"), "Une diapositive"),
        (
            ".pptx",
            zipped({"ppt/slides/slide1.xml": '<p xmlns:a="u"><a:t>Une diapositive</a:t></p>'}),
            "Une diapositive",
        ),
        (".xlsx", zipped({"xl/sharedStrings.xml": "<sst><si><t>Un</t></si><si><t>deux</t></si></sst>"}), "Un\ndeux"),
        (".xlsx", zipped({"xl/workbook.xml": "<workbook/>"}), ""),
        (".txt", "é".encode("cp1252"), "é"),
        (".txt", "\ufeffÉté\x00".encode(), "Été"),
        (".png", b"\x89PNG", ""),
    ],
)
def test_each_format(tmp_path, suffix, data, text):
    assert said(tmp_path, suffix, data) == text


def test_what_was_deleted_or_remarked_is_not_read(tmp_path):
    gone = "<text:tracked-changes><text:p>supprimé</text:p></text:tracked-changes>"
    remark = "<office:annotation><text:p>remarque</text:p></office:annotation>"
    assert said(tmp_path, ".odt", odt(f"Gardé{remark}.")) == "Gardé."
    assert "supprimé" not in said(
        tmp_path, ".odt", zipped({"content.xml": f'<a xmlns:text="t">{gone}<text:p>Gardé</text:p></a>'})
    )


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".pdf", b"%PDF-1.4 rien"),
        (".pdf", pdf("coupé")[:120]),
        (".docx", b"PK pas une archive"),
        (".docx", docx("coupé")[:80]),
        (".docx", zipped({"autre.xml": "<a/>"})),
        (".docx", zipped({"word/document.xml": "<w:p>"})),
        (".odt", odt("&c;", head=ENTITIES)),
        (".odt", odt("x", head='<!DOCTYPE x SYSTEM "file:///etc/passwd">')),
    ],
)
def test_a_broken_file_says_so(tmp_path, suffix, data):
    with pytest.raises(Broken):
        said(tmp_path, suffix, data)


def test_a_file_that_unpacks_without_end_is_read_as_far_as_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_CHARACTERS", 1000)
    assert len(said(tmp_path, ".docx", docx("a" * 5_000_000))) == 1000
    monkeypatch.setattr(reading, "_MOST_UNPACKED", 200_000)
    told = docx("vu", *["" for _ in range(20_000)], "jamais vu")
    assert said(tmp_path, ".docx", told) == "vu"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([".pdf", ".docx", ".odt", ".txt", ".xlsx"]), st.binary(max_size=300), st.integers(0, 400))
def test_whatever_is_sent_is_read_or_refused(tmp_path, suffix, noise, place):
    start = {".pdf": pdf("Bonjour"), ".docx": docx("Bonjour"), ".odt": odt("Bonjour")}.get(suffix, b"")
    try:
        text = said(tmp_path, suffix, start[:place] + noise + start[place + len(noise) :])
    except Broken:
        return
    assert isinstance(text, str)
    assert "\x00" not in text


def test_the_child_reads_refuses_and_is_ended(tmp_path):
    path = tmp_path / "sent"
    path.write_bytes(docx("Un mécénat"))
    assert read_apart(path, ".docx") == "Un mécénat"
    path.write_bytes(b"PK rien")
    with pytest.raises(Unreadable):
        read_apart(path, ".docx")
    with pytest.raises(TooLong):
        read_apart(path, ".docx", seconds=0.001)


@pytest.mark.django_db
def test_a_file_that_does_not_read_stays_and_says_so(cast, client_of):
    document = add(cast, name="bilan.pdf", data=b"%PDF-1.4 rien")
    read_all()
    browser = client_of(cast.member)
    assert "Le texte de ce fichier ne se lit pas" in browser.get(document.get_absolute_url()).content.decode()
    assert b"".join(browser.get(document.file_url).streaming_content) == b"%PDF-1.4 rien"


@pytest.mark.django_db
def test_reading_again_after_a_killed_worker_changes_nothing(cast, monkeypatch):
    add(cast, name="bilan.odt", data=odt("La méthode"))
    pk = DocumentVersion.objects.get().pk

    def killed(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("cercles.library.actions.reading.read_apart", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.read_text(version=pk)
    monkeypatch.undo()
    assert [actions.read_text(version=pk), actions.read_text(version=pk)] == [{"read": 1}, {"read": 0}]
    assert (DocumentVersion.objects.get().text, DocumentVersion.objects.get().text_state) == ("La méthode", "read")


@pytest.mark.django_db
def test_a_former_version_read_late_does_not_hide_the_last(cast, indexed):
    document = add(cast, name="v1.txt", data=b"ancienne")
    actions.add_version(document=document, by=cast.member, file=sent("v2.txt", b"nouvelle"))
    first, last = DocumentVersion.objects.order_by("number")
    actions.read_text(version=last.pk)
    actions.read_text(version=first.pk)
    indexed()
    found = [Library(cast.circle, cast.member, Narrowing(words=word)).rows.count() for word in ("nouvelle", "ancienne")]
    assert found == [1, 0]


@pytest.mark.django_db
def test_a_document_taken_off_meanwhile_is_not_read(cast):
    document = add(cast)
    pk = DocumentVersion.objects.get().pk
    actions.remove_document(document=document, by=cast.member)
    assert actions.read_text(version=pk) == {"read": 0}


@pytest.mark.django_db
def test_what_the_search_keeps_is_the_text_of_the_last_version_for_whom_it_is(cast):
    document = add(cast, name="v1.docx", data=docx("ancienne"), origin="Avise")
    actions.add_version(document=document, by=cast.member, file=sent("v2.docx", docx("Un mécénat")))
    read_all()
    kept = showing.document(showing.findable().get())
    assert (kept.title, list(kept.audience)) == ("Le bilan", [cast.circle.members_audience])
    assert ("Un mécénat" in kept.text, "ancienne" in kept.text, "Avise" in kept.text) == (True, False, True)
    assert showing.read(cast.person("account"), [document.pk]) == {}
    assert "Un mécénat" in showing.read(cast.person("member"), [document.pk])[document.pk].text


@pytest.fixture
def busy(monkeypatch):
    """The machine is so busy that no file is read within its time."""
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    return monkeypatch


def note_of(browser, document):
    page = browser.get(document.get_absolute_url()).content.decode().replace("\xa0", " ")
    said = (
        "Le texte n’a pas pu être lu à temps : un nouvel essai suivra de lui-même, dans la journée.",
        "malgré plusieurs essais",
    )
    return [words in page for words in (*said, "ne se lit pas", "Relire le texte")]


def waits_of(row):
    """How long each try that was asked for waits, in minutes."""
    asked = Job.objects.filter(verb="library.read_text", arguments__version=row.pk).order_by("pk")
    return [round((job.due_at - job.created_at).total_seconds() / 60) for job in asked]


@pytest.mark.django_db
def test_a_text_that_was_slow_to_read_is_tried_again_with_growing_waits(cast, client_of, busy):
    document = add(cast, name="bilan.docx", data=docx("Un mécénat"))
    row, browser = DocumentVersion.objects.get(), client_of(cast.member)
    told = []
    for _ in range(5):
        assert actions.read_text(version=row.pk) == {"read": 1}
        row.refresh_from_db()
        told.append((row.text_state, row.text_tries, note_of(browser, document)))
    again, over = [True, False, False, True], [False, True, False, True]
    assert told == [*(("late", n, again) for n in (1, 2, 3, 4)), ("long", 5, over)]
    assert waits_of(row) == [0, 10, 60, 240, 720]
    assert actions.read_text(version=row.pk) == {"read": 0}


@pytest.mark.django_db
def test_once_the_machine_is_free_it_is_read(cast, client_of, busy):
    document = add(cast, name="bilan.docx", data=docx("Un mécénat"))
    row = DocumentVersion.objects.get()
    actions.read_text(version=row.pk)
    busy.undo()
    assert [actions.read_text(version=row.pk), actions.read_text(version=row.pk)] == [{"read": 1}, {"read": 0}]
    row.refresh_from_db()
    assert (row.text_state, row.text) == ("read", "Un mécénat")
    assert note_of(client_of(cast.member), document) == [False] * 4


@pytest.mark.django_db
@pytest.mark.parametrize("tries", [2, 5])
def test_who_may_edit_asks_for_it_at_once(cast, client_of, busy, tries):
    document = add(cast, name="bilan.docx", data=docx("Un mécénat"))
    row, url = DocumentVersion.objects.get(), reverse("library:reread", args=[document.ref])
    for _ in range(tries):
        actions.read_text(version=row.pk)
    asked = len(waits_of(row))
    reader = MembershipFactory(circle=cast.circle).person
    assert (note_of(client_of(reader), document)[3], client_of(reader).post(url).status_code) == (False, 404)
    for _ in range(2):
        assert client_of(cast.facilitator).post(url).url == document.get_absolute_url()
    row.refresh_from_db()
    assert (row.text_state, waits_of(row)[asked:]) == ("waiting", [0])
    actions.read_text(version=row.pk)
    row.refresh_from_db()
    assert (row.text_state, waits_of(row)[asked:]) == ("late", [0, 10]), "with all its tries"


@pytest.mark.django_db
def test_a_damaged_file_says_so_at_once_and_may_be_read_again(cast, client_of):
    document = add(cast, name="bilan.pdf", data=b"%PDF-1.4 rien")
    read_all()
    browser, row = client_of(cast.member), DocumentVersion.objects.get()
    assert (row.text_state, waits_of(row), note_of(browser, document)) == ("broken", [0], [False, False, True, True])
    browser.post(reverse("library:reread", args=[document.ref]))
    actions.read_text(version=row.pk)
    row.refresh_from_db()
    assert (row.text_state, waits_of(row)) == ("broken", [0, 0])
