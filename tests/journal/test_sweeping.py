"""Files that no row names: in whatever folder, told first, dropped after a day, never one that a row names or that is being written."""

import json
import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from cercles.circles.actions import threads
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.core.files import every_name, folders_of_rows
from cercles.journal.actions import sweep_files, sweeping, take_in
from cercles.journal.models import IncomingMail
from tests.factories.library import add, sent
from tests.journal.mails import raw

pytestmark = pytest.mark.django_db
FOLDERS = {"attente", "copies", "courrier", "documents", "dossiers", "echanges", "fiches", "listes"}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def age(name, days):
    moment = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(default_storage.path(name), (moment, moment))


def test_every_folder_is_swept_of_what_nobody_names_and_keeps_the_rest(cast, capsys):
    assert set(folders_of_rows()) == FOLDERS
    add(cast)
    threads.start_thread(
        circle=cast.circle, by=cast.member, title="T", text="Voici", files=[sent("plan.txt", b"Le plan")]
    )
    take_in(raw("gmail"))
    assert IncomingMail.objects.get().raw
    kept = sorted(every_name())
    assert sorted(name.partition("/")[0] for name in kept) == ["courrier", "documents", "echanges"]
    old = [default_storage.save(f"{folder}/perdu", ContentFile(b"x")) for folder in sorted(FOLDERS)]
    new = [default_storage.save(f"{folder}/neuf", ContentFile(b"x")) for folder in sorted(FOLDERS)]
    others = default_storage.save("imports/registre.csv", ContentFile(b"x"))  # no column of ours names a file there
    for name in (*kept, *old, others):
        age(name, 2)
    call_command("sweep_files")
    *told, last = capsys.readouterr().out.splitlines()
    assert (sorted(told), json.loads(last)) == (old, {"strays": 8})
    assert len(list(every_name())) == len([*kept, *old, *new, others])
    assert [sweep_files(), sweep_files()] == [{"dropped": 8}, {"dropped": 0}]
    assert sorted(every_name()) == sorted([*kept, *new, others])
    for name in new:
        age(name, 2)
    call_command("sweep_files", "--apply")
    assert json.loads(capsys.readouterr().out) == {"dropped": 8}


def test_a_store_that_holds_nothing_is_swept_as_well():
    assert sweep_files() == {"dropped": 0}


def test_a_hundred_may_go_by_themselves_more_are_told_and_left(capsys, monkeypatch):
    monkeypatch.setattr(sweeping, "MOST", 2)
    for number in range(3):
        age(default_storage.save(f"documents/{number}", ContentFile(b"x")), 2)
    with pytest.raises(RuleBroken, match=r"^many_strays: 3 fichiers ne sont nommés nulle part dans la base"):
        sweep_files()
    assert len(list(every_name())) == 3
    call_command("sweep_files", "--apply")
    assert json.loads(capsys.readouterr().out) == {"dropped": 3}
