"""What goes wrong around an import: killed, beside another, on a full disk, while PostgreSQL restarts.

Row by row, nothing is lost, nothing twice.

The kills (``CERCLES_KILLS``, twenty unless told) and the two long faults are run by ``make long``.
"""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from benchmarks.directory.files import RNA
from django.db import connection

from cercles.organisations.models import ImportRun, Organisation
from tests.factories.territories import small_france
from tests.journal.processes import ROOT, wait_for
from tests.organisations.files import counts, plain
from tests.organisations.processes import answer, readers, start_import
from tests.organisations.registers import archive, rna, rna_zip, table

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
_LONG = 900  # seconds: these are run beside other tests
KILLS = int(os.environ.get("CERCLES_KILLS", "20"))


@pytest.fixture
def france(transactional_db: None) -> None:
    small_france()


def _register(count: int) -> list[dict[str, str]]:
    """Associations here and there, some dissolved, some nowhere, some that are refused."""
    rows = [rna(number) for number in range(1, count + 1)]
    for row in rows[3::10]:
        row |= {"position": "D", "date_disso": "2020-02-02"}
    for row in rows[5::25]:
        row |= {"adrs_codeinsee": "", "adrs_codepostal": "99999", "adrs_libcommune": "NULLEVILLE"}
    for row in rows[7::50]:
        row["titre"] = ""
    return rows


Held = set[tuple[str, str, str, str, str]]


def _wanted(rows: list[dict[str, str]]) -> Held:
    states = {"A": "active", "D": "dissolved"}
    return {
        (row["id"], row["titre"], row["objet"], states[row["position"]], "69123" if row["adrs_codeinsee"] else "")
        for row in rows
        if row["titre"]
    }


def _assert_the_database_is_the_file(rows: list[dict[str, str]]) -> None:
    columns = ("rna", "name", "purpose", "state", "seat__code")
    held = [(*row[:4], row[4] or "") for row in Organisation.objects.values_list(*columns)]
    assert len(held) == len(set(held))
    assert set(held) == _wanted(rows)
    refused = ImportRun.objects.latest("pk").refusals.values_list("line", flat=True)
    assert list(refused) == [line for line, row in enumerate(rows, start=2) if not row["titre"]]


def _expected(rows: list[dict[str, str]]) -> dict[str, int]:
    refused = sum(not row["titre"] for row in rows)
    nowhere = sum(bool(row["titre"]) and not row["adrs_codeinsee"] for row in rows)
    return counts(created=len(rows) - refused, rejected=refused, unplaced=nowhere)


def _line() -> int:
    return ImportRun.objects.values_list("line", flat=True).first() or 0


@pytest.mark.long
def test_an_import_of_the_rna_killed_at_random_moments(tmp_path: Path, france: None) -> None:
    rows = _register(1_500 * (KILLS + 1))
    file, cut = rna_zip(tmp_path, *rows), []
    for kill in range(KILLS):
        process, until, before = start_import(file, tmp_path, "rna"), len(rows) * (kill + 1) // (KILLS + 2), _line()
        if kill % 2:
            wait_for(lambda before=before: _line() > before)  # type: ignore[misc]
        end = time.monotonic() + random.SystemRandom().uniform(0, 0.3 if kill % 2 else 2.5)
        while time.monotonic() < end and _line() < until:
            time.sleep(0.005)
        process.kill()
        process.communicate(timeout=20)
        wait_for(lambda: not readers())  # what read for it ends with it
        cut.append(_line())

    code, done, said = answer(start_import(file, tmp_path, "rna"))

    assert (code, done) == (0, _expected(rows)), said
    assert any(0 < line < len(rows) for line in cut), "the kills fell beside the import: they prove nothing"
    _assert_the_database_is_the_file(rows)
    assert ImportRun.objects.count() == 1


def test_the_same_file_twice_at_once(tmp_path: Path, france: None) -> None:
    rows = _register(1_200)
    file = rna_zip(tmp_path, *rows)

    first, second = start_import(file, tmp_path, "rna"), start_import(file, tmp_path, "rna")
    answers = [answer(first), answer(second)]

    assert 0 in [code for code, _done, _said in answers], answers
    assert all(code == 0 or said == "Un autre programme poursuit cet import." for code, _done, said in answers), answers
    _assert_the_database_is_the_file(rows)


def test_two_files_that_say_the_same_organisations_at_once(tmp_path: Path, france: None) -> None:
    rows = [row for row in _register(1_200) if row["titre"]]
    first = rna_zip(tmp_path, *rows, name="a.zip")
    second = archive(tmp_path / "b.zip", autre=table(RNA, reversed(rows), sign=";"))

    answers = [answer(one) for one in [start_import(first, tmp_path, "rna"), start_import(second, tmp_path, "rna")]]

    assert [code for code, _done, _said in answers] == [0, 0], answers
    assert sum(done["created"] for _code, done, _said in answers) == len(rows)
    assert sum(done["unchanged"] for _code, done, _said in answers) == len(rows)
    assert Organisation.objects.count() == len(rows)


# A full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB that can grow."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.long
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the database of this test is a file")
def test_a_disk_that_fills_in_the_middle(tmp_path: Path, france: None, small_disk: Path) -> None:
    rows, home = _register(20_000), small_disk
    file = rna_zip(tmp_path, *rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(home / "db.sqlite3")])
    url = f"sqlite:///{home / 'db.sqlite3'}"

    code, _done, said = answer(start_import(file, home, "rna", database=url), seconds=_LONG)
    assert (code, plain(said)) == (
        1, "Le disque est plein : faites de la place, puis reprenez l’import. Rien de ce qui est écrit n’est perdu.",
    )  # fmt: skip

    subprocess.run(["mount", "-o", "remount,size=200m", str(home)], check=True)
    code, done, said = answer(start_import(file, home, "rna", database=url), seconds=_LONG)
    assert (code, done) == (0, _expected(rows)), said
    assert _held_in(home / "db.sqlite3") == _wanted(rows)


def _held_in(path: Path) -> Held:
    import sqlite3

    with sqlite3.connect(path) as link:
        found = link.execute(
            "SELECT o.rna, o.name, o.purpose, o.state, COALESCE(t.code, '') FROM organisations_organisation o "
            "LEFT JOIN territories_territory t ON t.id = o.seat_id"
        )
        return {tuple(row) for row in found}


# PostgreSQL restarted

_BIN = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), Path("/nowhere"))


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server of its own, that may be restarted; nothing of the machine's is touched."""
    if not (_BIN / "initdb").exists() or os.geteuid() != 0:
        pytest.skip("initdb is not here, or cannot be run as its own user")
    folder = Path("/tmp") / f"cercles-pg-{os.getpid()}"
    folder.mkdir(mode=0o700)
    shutil.chown(folder, "postgres")
    data, port = folder / "data", f"54{os.getpid() % 1000:03d}"

    def server(*words: str) -> None:
        options = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off"
        command = [str(_BIN / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, *words]
        subprocess.run(command, user="postgres", cwd=folder, check=True, capture_output=True, env={"LC_ALL": "C.UTF-8"})

    subprocess.run(
        [str(_BIN / "initdb"), "-D", str(data), "-A", "trust", "-E", "UTF8"],
        user="postgres", cwd=folder, check=True, capture_output=True, env={"LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    server("start")
    try:
        yield server, f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        server("stop", "-m", "immediate")
        shutil.rmtree(folder)


@pytest.mark.long
def test_postgresql_restarted_in_the_middle(tmp_path: Path, cluster: Any) -> None:
    import psycopg

    server, url = cluster
    rows = _register(12_000)
    file = rna_zip(tmp_path, *rows)
    _prepare(url, tmp_path)

    process = start_import(file, tmp_path, "rna", database=url)
    wait_for(
        lambda: _asked(psycopg, url, "SELECT coalesce(max(line), 0) FROM organisations_importrun")[0][0] > 500,
        seconds=_LONG,
    )
    server("restart", "-m", "fast")

    code, done, said = answer(process, seconds=_LONG)
    assert (code, done) == (0, _expected(rows)), said
    held = _asked(
        psycopg, url,
        "SELECT o.rna, o.name, o.purpose, o.state, COALESCE(t.code, '') FROM organisations_organisation o "
        "LEFT JOIN territories_territory t ON t.id = o.seat_id",
    )  # fmt: skip
    assert len(held) == len(rows) - sum(not row["titre"] for row in rows)
    assert set(held) == _wanted(rows)


def _prepare(url: str, home: Path) -> None:
    environment = {
        **os.environ, "DATABASE_URL": url, "CERCLES_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "cercles.config.settings",
    }  # fmt: skip
    script = (
        "import django; django.setup(); from django.core.management import call_command; call_command('migrate', verbosity=0);"
        "from tests.factories.territories import small_france; small_france()"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=environment, check=True)


def _asked(psycopg: Any, url: str, sql: str) -> list[Any]:
    with psycopg.connect(url) as link:
        return link.execute(sql).fetchall()
