"""Workers killed with −9 while an old folder comes in and while texts are read: each document once, each text read, no file lost."""

import os
import random
import time
from pathlib import Path

import pytest

from cercles.circles.actions.threads import start_thread
from cercles.circles.models import MessageFile
from cercles.journal.actions import enqueue
from cercles.journal.models import Job
from cercles.library import actions
from cercles.library.models import AttachedText, CircleDocument, DocumentVersion, FolderFile, FolderImport
from tests.cast import make_cast
from tests.factories.archives import archive
from tests.factories.library import docx, sent
from tests.journal.conftest import server, work  # noqa: F401
from tests.journal.processes import wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
KILLS = int(os.environ.get("CERCLES_KILLS", "20"))
FILES, TEXTS = 240, 2 * KILLS + 6


@pytest.fixture
def story(transactional_db, monkeypatch, settings, tmp_path):
    """The workers and the test keep their files in one place."""
    monkeypatch.setenv("CERCLES_HOME", str(tmp_path))
    settings.MEDIA_ROOT = tmp_path / "files"
    return make_cast()


def _started(story):
    files = {f"Vieux/{n % 7}/fiche {n}.txt": f"Le texte numéro {n}".encode() for n in range(FILES)}
    files |= {f"Vieux/{n}/double {n}.txt": f"Le texte numéro {n}".encode() for n in range(0, FILES, 10)}
    files |= {f"Vieux/refus/{n}.exe": b"MZ" for n in range(10)}
    folder = actions.bring_folder(circle=story.circle, by=story.member, files=[sent("Vieux.zip", archive(files))])
    choices = [(theme, origin) for _path, _many, theme, origin in folder.folders]
    return actions.confirm_folder(folder=folder, by=story.member, choices=choices, visibility="circle")


def test_an_old_folder_ends_as_if_nobody_had_been_killed(story, work):  # noqa: F811
    folder, cut = _started(story), []
    for kill in range(KILLS):
        worker, before = work(lease_s=0.5), _done()
        wait_for(lambda before=before: _done() > before)
        end = time.monotonic() + random.SystemRandom().uniform(0, 0.25)
        while time.monotonic() < end and _done() < folder.total * (kill + 1) // (KILLS + 2):
            time.sleep(0.002)
        worker.kill()
        cut.append(_done())
    assert any(0 < done < folder.total for done in cut), "the kills fell beside the import: they prove nothing"

    work(lease_s=0.5)
    wait_for(lambda: FolderImport.objects.get().state == "done", seconds=120)

    told = [FolderFile.objects.filter(taken=taken).count() for taken in ("added", "renewed", "known", "refused")]
    assert told == [FILES, 0, FILES // 10, 10]
    assert list(FolderFile.objects.values_list("position", flat=True)) == list(range(folder.total))
    titles = list(CircleDocument.objects.values_list("title", flat=True))
    assert sorted(titles) == sorted(f"Fiche {n}" for n in range(FILES))
    rows = DocumentVersion.objects.all()
    assert all(Path(row.file.path).stat().st_size == row.size for row in rows)
    assert rows.values("digest").distinct().count() == rows.count() == FILES


def test_texts_are_read_to_the_last_whoever_is_killed(story, work):  # noqa: F811
    for n in range(TEXTS):
        file = sent(f"f{n}.docx", docx(f"Texte {n}", *[f"ligne {line} de {n}" for line in range(4000)]))
        actions.add_document(circle=story.circle, by=story.member, title=f"T{n}", file=file)
    _kill_while(work, _read, TEXTS)
    work(lease_s=0.5)
    wait_for(lambda: _read() == TEXTS, seconds=120)
    told = [row.text.split("\n", 1)[0] for row in DocumentVersion.objects.all()]
    assert sorted(told) == sorted(f"Texte {n}" for n in range(TEXTS))


def test_files_joined_to_messages_are_noted_and_read_once_whoever_is_killed(story, work):  # noqa: F811
    for n in range(TEXTS):
        file = sent(f"f{n}.docx", docx(f"Texte {n}", *[f"ligne {line} de {n}" for line in range(4000)]))
        start_thread(circle=story.circle, by=story.member, title=f"T{n}", text="Voici", files=[file])
    Job.objects.all().delete()  # the letters of each message: nobody here wants them
    enqueue("library.note_attached", key="note")

    _kill_while(work, _joined, TEXTS)
    Job.objects.filter(key="note").delete()
    enqueue("library.note_attached", key="note again")
    work(lease_s=0.5)
    wait_for(lambda: _joined() == TEXTS, seconds=120)
    rows = AttachedText.objects.all()
    assert sorted(row.text.split("\n", 1)[0] for row in rows) == sorted(f"Texte {n}" for n in range(TEXTS))
    assert sorted(rows.values_list("file", flat=True)) == sorted(MessageFile.objects.values_list("pk", flat=True))


def _kill_while(begin, done, total):
    """Each worker lives until it has done something, then a moment more. It is none of its business that nothing is left."""
    cut = []
    for _kill in range(KILLS):
        worker, before = begin(lease_s=0.5), done()
        wait_for(lambda before=before: done() > before or done() == total)
        time.sleep(random.SystemRandom().uniform(0, 0.3))
        worker.kill()
        cut.append(done())
    assert any(0 < many < total for many in cut), "the kills fell beside the readings: they prove nothing"


def _done():
    return FolderImport.objects.values_list("done", flat=True).first() or 0


def _joined():
    return AttachedText.objects.filter(text_state="read").count()


def _read():
    return DocumentVersion.objects.filter(text_state="read").count()
