"""A backup put in another home gives the same site; a broken one changes nothing."""

import json
import sqlite3
import stat
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.config.instance import Instance

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory):
    """An instance with somebody and a file in it."""
    made = Instance(tmp_path_factory.mktemp("old"))
    assert made.say("migrate", "--verbosity", "0")[0] == 0
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


@pytest.mark.parametrize("broken", ["cut", "another", "absent"])
def test_a_broken_archive_changes_nothing(archive, tmp_path, broken):
    source, new = tmp_path / "broken.tar.gz", Instance(tmp_path / "home")
    if broken == "cut":
        source.write_bytes(archive.read_bytes()[:-2000])
    if broken == "another":
        source.write_text("bonjour")
    code, said = new.say("restore", str(source))
    assert code != 0
    assert "sauvegarde de Cercles" in said
    assert "Traceback" not in said
    assert sorted(path.name for path in new.home.iterdir()) == ["cercles.sqlite3", "secret_key", "serve.lock"]


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
