"""A backup put in another home gives the same site; a broken one changes nothing."""

import json
import sqlite3
import stat
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from cercles.config import backup
from tests.config.instance import Instance, migrated

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory):
    """An instance with somebody and a file in it."""
    made = migrated(tmp_path_factory)
    code, said = made.say("make-administrator", "maud@exemple.fr")
    assert (code, json.loads(said.splitlines()[-1])) == (0, {"administrators": 1})
    (made.home / "files" / "notes").mkdir(parents=True)
    (made.home / "files" / "notes" / "été.txt").write_text("ce qui fut dit")
    return made


@pytest.fixture(scope="module")
def archive(lived_in, tmp_path_factory):
    target = tmp_path_factory.mktemp("safe") / "cercles.tar.gz"
    code, said = lived_in.say("backup", str(target))
    counts = {"files": 1, "bytes": target.stat().st_size}
    assert (code, json.loads(said.splitlines()[-1])) == (0, counts)
    return target


def addresses(home: Path) -> list[str]:
    with closing(sqlite3.connect(home / "cercles.sqlite3")) as database:
        return [row[0] for row in database.execute("SELECT email FROM people_user WHERE is_administrator")]


def test_only_its_owner_reads_it_and_nothing_else_is_left_beside(archive):
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert list(archive.parent.iterdir()) == [archive]


def test_it_holds_the_database_the_files_and_the_key_but_not_the_index(archive):
    with tarfile.open(archive) as opened:
        assert opened.getnames() == ["about.json", "secret_key", "database.sqlite3", "files/notes/été.txt"]


def test_another_home_becomes_the_same_site(lived_in, archive, tmp_path):
    new = Instance(tmp_path)
    code, said = new.say("restore", str(archive))
    assert (code, json.loads(said.splitlines()[-1])["files"]) == (0, 1)
    assert addresses(new.home) == ["maud@exemple.fr"]
    assert (new.home / "files" / "notes" / "été.txt").read_text() == "ce qui fut dit"
    assert (new.home / "secret_key").read_text() == (lived_in.home / "secret_key").read_text().strip()
    assert not list(new.home.glob(".cercles-*"))


def test_an_instance_is_replaced_only_when_told(lived_in, archive):
    code, said = lived_in.say("restore", str(archive))
    assert code != 0
    assert "--replace" in said
    assert lived_in.say("restore", "--replace", str(archive))[0] == 0
    assert addresses(lived_in.home) == ["maud@exemple.fr"]


def test_a_broken_archive_changes_nothing(archive, tmp_path):
    source, new = tmp_path / "broken.tar.gz", Instance(tmp_path / "home")
    source.write_bytes(archive.read_bytes()[:-2000])
    code, said = new.say("restore", str(source))
    assert (code, "sauvegarde de Cercles" in said, "Traceback" in said) == (1, True, False)
    assert sorted(path.name for path in new.home.iterdir()) == ["cercles.sqlite3", "secret_key", "serve.lock"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has its own")
def test_a_damaged_database_in_a_whole_archive_is_told(archive, tmp_path, settings):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    with tarfile.open(archive) as whole:
        whole.extractall(tmp_path / "in", filter="data")
    inside = tmp_path / "in" / "database.sqlite3"
    inside.write_bytes(_flipped(inside.read_bytes()))
    with tarfile.open(tmp_path / "damaged.tar.gz", "w:gz") as packed:
        for name in ("about.json", "secret_key", "database.sqlite3"):
            packed.add(tmp_path / "in" / name, name)
    with pytest.raises(backup.CannotBackUp, match="abîmée"):
        backup.restore(tmp_path / "damaged.tar.gz", replace=True)
    assert list(settings.HOME.iterdir()) == []


def _flipped(whole: bytes) -> bytes:
    middle = len(whole) // 2
    return whole[:middle] + bytes(byte ^ 255 for byte in whole[middle : middle + 9000]) + whole[middle + 9000 :]


@pytest.mark.parametrize("spoil", [_flipped, lambda whole: b"bonjour", lambda whole: b"", None])
def test_every_broken_archive_is_told_before_anything_is_touched(archive, tmp_path, settings, spoil):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    source = tmp_path / "broken.tar.gz"
    if spoil is not None:
        source.write_bytes(spoil(archive.read_bytes()))
    with pytest.raises(backup.CannotBackUp, match="sauvegarde de Cercles"):
        backup.restore(source, replace=True)
    assert list(settings.HOME.iterdir()) == []


def test_a_backup_never_half_done_bears_the_name(lived_in, tmp_path):
    (tmp_path / "absent").touch()
    code, said = lived_in.say("backup", str(tmp_path / "absent" / "cercles.tar.gz"))
    assert (code != 0, "n’existe pas" in said) == (True, True)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 64 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("only root mounts a disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_leaves_the_last_backup_whole(lived_in, small_disk):
    """The archive is written beside, and takes the name at the end."""
    target = small_disk / "cercles.tar.gz"
    target.write_bytes(b"yesterday")
    code, said = lived_in.say("backup", str(target))
    assert (code != 0, "Le disque est plein" in said, "Traceback" in said) == (True, True, False)
    assert target.read_bytes() == b"yesterday"
    assert list(small_disk.iterdir()) == [target]


def test_a_home_on_a_full_disk_says_so(small_disk):
    (small_disk / "filler").write_bytes(b"x" * 65536)
    code, said = Instance(small_disk / "home").say("migrate")
    assert (code != 0, "Le disque est plein" in said, "Traceback" in said) == (True, True, False)
