"""The same backup by PostgreSQL's own tools: another home and another database become the same site."""

import json
import shutil
import tarfile
from itertools import count

import psycopg
import pytest
from django.db import connection

from tests.config.instance import Instance

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="this run is on SQLite"),
    pytest.mark.skipif(shutil.which("pg_dump") is None, reason="postgresql-client is not installed"),
]


def address(name: str) -> str:
    base = connection.settings_dict
    secret = f":{base['PASSWORD']}" if base["PASSWORD"] else ""
    return f"postgres://{base['USER']}{secret}@{base['HOST']}:{base['PORT'] or 5432}/{name}"


def asked(url: str, query: str) -> list[tuple]:
    with psycopg.connect(url, autocommit=True) as opened:
        cursor = opened.execute(query)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="module")
def another(tmp_path_factory):
    """``another()``: an instance with a home and an empty database of its own."""
    made, numbers = [], count()

    def make() -> Instance:
        name = f"{connection.settings_dict['NAME']}_backup_{next(numbers)}"
        asked(address("postgres"), f"DROP DATABASE IF EXISTS {name}")
        asked(address("postgres"), f"CREATE DATABASE {name}")
        made.append(name)
        return Instance(tmp_path_factory.mktemp("home"), DATABASE_URL=address(name))

    yield make
    for name in made:
        asked(address("postgres"), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def old(another):
    instance = another()
    code, said = instance.say("migrate", "--verbosity", "0")
    assert code == 0, said
    assert instance.say("make-administrator", "maud@exemple.fr")[0] == 0
    (instance.home / "files").mkdir()
    (instance.home / "files" / "été.txt").write_text("ce qui fut dit")
    return instance


@pytest.fixture(scope="module")
def archive(old, tmp_path_factory):
    target = tmp_path_factory.mktemp("safe") / "cercles.tar.gz"
    code, said = old.say("backup", str(target))
    assert (code, json.loads(said.splitlines()[-1])["files"]) == (0, 1)
    return target


def rows(instance: Instance) -> dict[str, int]:
    """Every table with how many rows it has."""
    url = instance.more["DATABASE_URL"]
    tables = asked(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return {table: asked(url, f'SELECT count(*) FROM "{table}"')[0][0] for (table,) in tables}


def addresses(instance: Instance) -> list[tuple]:
    return asked(instance.more["DATABASE_URL"], "SELECT email FROM people_user WHERE is_administrator ORDER BY 1")


def test_another_home_and_another_database_become_the_same_site(old, archive, another):
    new = another()
    code, said = new.say("restore", str(archive))
    assert (code, json.loads(said.splitlines()[-1])["files"]) == (0, 1)
    assert rows(new) == rows(old)
    assert addresses(new) == [("maud@exemple.fr",)]
    assert (new.home / "files" / "été.txt").read_text() == "ce qui fut dit"
    assert (new.home / "secret_key").read_text() == (old.home / "secret_key").read_text()
    assert new.say("make-administrator", "ines@exemple.fr")[0] == 0  # numbers go on where they were
    assert new.say("migrate", "--check")[0] == 0


def test_what_is_there_is_replaced_only_when_told_and_only_by_a_whole_archive(old, archive, tmp_path):
    code, said = old.say("restore", str(archive))
    assert (code, "--replace" in said) == (1, True)
    assert old.say("make-administrator", "apres@exemple.fr")[0] == 0
    code, said = old.say("restore", "--replace", str(damaged(archive, tmp_path)))
    assert (code, "pg_restore a échoué" in said, "Traceback" in said) == (1, True, False)
    assert addresses(old) == [("apres@exemple.fr",), ("maud@exemple.fr",)]
    assert (old.home / "files" / "été.txt").read_text() == "ce qui fut dit"
    assert old.say("restore", "--replace", str(archive))[0] == 0
    assert addresses(old) == [("maud@exemple.fr",)]


def damaged(archive, folder):
    """The same archive, whose dump was cut before it was packed."""
    with tarfile.open(archive) as whole:
        whole.extractall(folder / "in", filter="data")
    dump = folder / "in" / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-5000])
    with tarfile.open(folder / "damaged.tar.gz", "w:gz") as packed:
        for path in (path for path in sorted((folder / "in").rglob("*")) if path.is_file()):
            packed.add(path, str(path.relative_to(folder / "in")), recursive=False)
    return folder / "damaged.tar.gz"


def test_an_archive_of_sqlite_is_refused(another, archive, tmp_path):
    new = Instance(tmp_path / "home")
    code, said = new.say("restore", str(archive))
    assert (code, "Accordez DATABASE_URL" in said) == (1, True)
