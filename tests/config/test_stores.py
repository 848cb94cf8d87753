"""Files in a store that speaks S3: each place that keeps files, against a real server; and that server gone in the middle."""

import tarfile
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from cercles.circles.actions import copies
from cercles.circles.adapters.copies import prepare_copy, sweep_copies
from cercles.circles.models import PreparedCopy
from cercles.config import stored
from cercles.config.files import patience
from cercles.core import clock
from cercles.core.errors import StoreAway
from cercles.journal.actions import sweep_files
from cercles.library import actions
from cercles.library.models import CircleDocument, DocumentVersion, FolderImport
from cercles.people.actions import purge_all
from cercles.practices.actions import attach_file
from tests.config.stores import BUCKET, KEY, SECRET, Server, Wire
from tests.factories.archive import make_full
from tests.factories.archives import archive
from tests.factories.library import add, pdf, read_all, sent
from tests.factories.practices import make_sheet

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not find_spec("storages"), reason="pip install -r requirements/s3.txt"),
]
AWAY = "Les fichiers ne répondent pas en ce moment"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("s3"))
    yield made
    made.stop()


@pytest.fixture
def use(settings):
    """``use(port)``: from now on this instance keeps its files behind that port, in a place of this test alone."""

    def at(port: int, prefix: str = "", secret: str = SECRET) -> None:
        options = {
            "bucket_name": BUCKET, "endpoint_url": f"http://127.0.0.1:{port}", "access_key": KEY, "secret_key": secret,
            "region_name": "fr", "location": prefix, "file_overwrite": False, "client_config": patience(),
        }  # fmt: skip
        store = {"BACKEND": "cercles.core.storage.Store", "OPTIONS": options}
        settings.STORAGES = {**settings.STORAGES, "default": store}

    return at


@pytest.fixture
def kept(server, use, tmp_path):
    """What lies in the store of this test, by name."""
    prefix = tmp_path.name
    use(server.port, prefix)
    return lambda: [name.partition("/")[2] for name in server.names() if name.startswith(f"{prefix}/")]


@pytest.fixture
def wired(server, use, tmp_path):
    """``wired(most)``: the same, by a wire that is cut once so many bytes went up."""
    made = []

    def by(most: int | None = None) -> Wire:
        made.append(Wire(server.port, most))
        use(made[-1].port, tmp_path.name)
        return made[-1]

    yield by
    for wire in made:
        wire.stop()


def read(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def text(answer) -> str:
    return answer.content.decode().replace("\xa0", " ")


def test_a_document_is_added_read_renewed_and_given(cast, kept, client_of):
    document = add(cast, name="plan.pdf", data=pdf("Mutualiser un poste"))
    assert len(kept()) == 1
    read_all()
    assert "Mutualiser" in DocumentVersion.objects.get().text
    answer = client_of(cast.member).get(document.file_url)
    assert body(answer) == pdf("Mutualiser un poste")
    twin = sent("plan.pdf", pdf("Mutualiser deux postes"))
    actions.add_version(document=document, by=cast.member, file=twin, note="Deux.")
    assert len(kept()) == 2


def test_a_file_that_is_lost_is_not_found(cast, kept, client_of):
    document = add(cast)
    default_storage.delete(DocumentVersion.objects.get().file.name)
    assert client_of(cast.member).get(document.file_url).status_code == 404


def test_an_old_folder_is_brought_in(cast, kept, django_capture_on_commit_callbacks):
    folder = actions.bring_folder(circle=cast.circle, by=cast.member, files=[sent("Vieux.zip", archive())])
    choices = [(theme, origin) for _path, _many, theme, origin in folder.folders]
    actions.confirm_folder(folder=folder, by=cast.member, choices=choices, visibility="circle")
    with django_capture_on_commit_callbacks(execute=True):
        actions.take_folder(folder=folder.pk)
    assert FolderImport.objects.get().state == "done"
    assert len(kept()) == CircleDocument.objects.count() == 4
    assert all(name.startswith("documents/") for name in kept())


def test_files_no_row_names_are_swept(cast, kept):
    add(cast)
    default_storage.save("documents/perdu", ContentFile(b"x"))
    assert sweep_files() == {"dropped": 0}
    with clock.at(clock.now() + timedelta(days=2)):
        assert sweep_files() == {"dropped": 1}
    assert len(kept()) == 1


def test_a_copy_of_a_circle_is_prepared_given_and_forgotten(
    cast, kept, client_of, settings, django_capture_on_commit_callbacks
):
    circle = make_full(cast)
    row = copies.ask_for_copy(circle=circle, by=cast.member)
    prepare_copy(row.pk)
    prepare_copy(row.pk)
    row = PreparedCopy.objects.get(pk=row.pk)
    assert f"copies/{row.ref}.zip" in kept()
    assert list(Path(settings.SCRATCH_ROOT).iterdir()) == []
    answer = client_of(cast.member).get(reverse("circles:copy_file", args=[circle.slug, row.ref]))
    whole = body(answer)
    assert (whole[:2], len(whole)) == (b"PK", row.size)
    default_storage.save("copies/perdue.zip", ContentFile(b"x"))
    with clock.at(clock.now() + timedelta(days=2)):
        assert sweep_copies() == {"swept": 1}
    with clock.at(clock.now() + timedelta(days=8)), django_capture_on_commit_callbacks(execute=True):
        assert purge_all()["circles.copies"] == 1
    assert [name for name in kept() if name.startswith("copies/")] == []


def test_a_backup_holds_the_files_and_puts_them_back(cast, kept, tmp_path):
    add(cast, data=b"un")
    attach_file(sheet=make_sheet(cast), by=cast.member, file=sent("plan.pdf", pdf("Plan")))
    before = {name: read(name) for name in kept()}
    with tarfile.open(tmp_path / "a.tar", "w") as packed:
        assert stored.pack(packed) == 2
    default_storage.delete(next(iter(before)))
    default_storage.save("documents/de-trop", ContentFile(b"x"))
    with tarfile.open(tmp_path / "a.tar") as packed:
        packed.extractall(tmp_path / "out", filter="data")
    assert stored.take(tmp_path / "out" / "files") == 2
    assert {name: read(name) for name in kept()} == before


# The server is gone


def form(size: int) -> dict:
    return {"title": "Le bilan de 2026", "visibility": "circle", "file": sent("bilan.txt", b"a" * size)}


@pytest.mark.parametrize("size", [4 << 20, 20 << 20], ids=["at once", "in several pieces"])
def test_it_dies_in_the_middle_of_an_upload(cast, wired, client_of, size):
    """Nothing half kept, what was typed stays, a sentence says what to do; the same sending works once it is back."""
    wire = wired(size // 2)
    browser, url = client_of(cast.member), reverse("library:add", args=[cast.circle.slug])
    answer = browser.post(url, form(size))
    assert wire.is_cut
    assert answer.status_code == 422
    assert AWAY in text(answer)
    assert "Le bilan de 2026" in text(answer)
    assert CircleDocument.objects.count() == 0
    wire.mend()
    assert default_storage.listdir("documents")[1] == []
    assert browser.post(url, form(size)).status_code == 302
    assert DocumentVersion.objects.get().file.size == size


def test_away_when_a_file_is_asked_for(cast, wired, client_of):
    wire = wired()
    document = add(cast)
    wire.left = 0
    page = client_of(cast.member).get(document.file_url)
    assert page.status_code == 503
    assert AWAY in text(page)
    with pytest.raises(StoreAway):  # the job fails, and comes back later
        read_all()
    assert DocumentVersion.objects.get().text_state == "waiting"
    wire.mend()
    assert body(client_of(cast.member).get(document.file_url)) == b"Le texte num\xc3\xa9ro 0"


def test_a_copy_whose_store_is_away_is_prepared_later(cast, wired, outbox, settings):
    wire = wired()
    row = copies.ask_for_copy(circle=cast.circle, by=cast.member)
    wire.left = 0
    with pytest.raises(StoreAway):
        prepare_copy(row.pk)
    assert (PreparedCopy.objects.get().ready_at, outbox()) == (None, [])
    assert list(Path(settings.SCRATCH_ROOT).iterdir()) == []
    wire.mend()
    prepare_copy(row.pk)
    assert read(PreparedCopy.objects.get().file.name)[:2] == b"PK"
    assert [mail.to for mail in outbox()] == [cast.member.email]


def test_refused_by_the_store_is_away_too(server, use):
    use(server.port, secret="un autre")
    with pytest.raises(StoreAway):
        default_storage.save("documents/a", ContentFile(b"x"))
