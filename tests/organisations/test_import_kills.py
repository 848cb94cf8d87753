"""Imports killed with −9 at random moments by another process: afterwards the database is the file, nothing twice, nothing lost.

Run by ``make long``; ``CERCLES_KILLS`` says how many times, twenty unless told.
"""

import os
import random
import time
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q

from cercles.organisations.actions.imports import open_import, store_files
from cercles.organisations.models import ImportRun, Organisation
from cercles.search.models import Change
from tests.factories.territories import small_france
from tests.journal.conftest import server  # noqa: F401
from tests.journal.processes import WorkerProcess, wait_for
from tests.organisations.files import counts, csv_of, many, reasons, run_command, siae, siret, write
from tests.organisations.processes import answer, start_import

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLS = int(os.environ.get("CERCLES_KILLS", "20"))
ROWS = 1_000 * (KILLS + 1)


@pytest.fixture
def france(transactional_db: None) -> None:
    small_france()


def _story(rows: int) -> tuple[str, dict[str, int]]:
    """A file that creates, changes, leaves alone and refuses; and what its import must count in the end."""
    lines = many(rows)
    for line in lines[: rows // 10]:
        line["name"] = f"{line['name']} nouvelle"
    for line in lines[5::50]:
        line["siret"] = "123"
    lines[-1] = siae(siret=siret(2), name="Déjà dite")
    refused = len(lines[5::50]) + 1
    known = sum(line["siret"] != "123" for line in lines[: rows // 5])
    changed = sum(line["siret"] != "123" for line in lines[: rows // 10])
    return csv_of(*lines), counts(
        created=rows - refused - known, updated=changed, unchanged=known - changed, rejected=refused
    )


def _before(folder: Path, rows: int) -> None:
    """A fifth of the file is there already, half of it under another name."""
    run_command(write(folder, csv_of(*many(rows // 5)), "avant.csv"))


def _assert_the_database_is_the_file(text: str, *, rows: int) -> None:
    heading, *lines = (line.split(",") for line in text.splitlines())
    wanted = {
        (row["siret"], row["name"], "69123")
        for row in (dict(zip(heading, line, strict=True)) for line in lines)
        if row["siret"] != "123" and row["name"] != "Déjà dite"
    }
    kept = {  # rows of before that the file refuses this time
        (siret(number), f"Structure {number}", "69123") for number in range(1, rows // 5 + 1)
        if number % 50 == 6
    }  # fmt: skip
    held = list(Organisation.objects.values_list("siret", "name", "seat__code"))
    assert len(held) == len(set(held))
    assert set(held) == wanted | kept
    assert [line for line, _reason in reasons()] == [*range(7, rows + 1, 50), rows + 1]


def _assert_everything_will_be_found() -> None:
    """Each page stands in the log that the search index follows."""
    told = Q()
    for first, last in (
        Change.objects.filter(kind="organisations.organisation").values_list("first_id", "last_id").distinct()
    ):
        told |= Q(pk__range=(first, last))
    assert list(Organisation.objects.exclude(told)) == []


@pytest.mark.long
def test_an_import_killed_at_random_moments_ends_as_if_nothing_had_happened(tmp_path: Path, france: None) -> None:
    text, expected = _story(ROWS)
    _before(tmp_path, ROWS)
    file, cut = write(tmp_path, text), []
    for kill in range(KILLS):
        process = start_import(file, tmp_path)
        _let_it_run(until=ROWS * (kill + 1) // (KILLS + 2), seen=kill % 2 == 1)
        process.kill()
        process.communicate(timeout=20)
        cut.append(_line())

    code, done, _said = answer(start_import(file, tmp_path))

    assert (code, done) == (0, expected)
    assert any(0 < line < ROWS for line in cut), "the kills fell beside the import: they prove nothing"
    _assert_the_database_is_the_file(text, rows=ROWS)
    _assert_everything_will_be_found()
    assert ImportRun.objects.count() == 2


def _let_it_run(*, until: int, seen: bool) -> None:
    """For a random while, from its start or from its first step; never so long that nothing is left for the next."""
    before = _line()
    if seen:
        wait_for(lambda: _line() > before)
    end = time.monotonic() + random.SystemRandom().uniform(0, 0.2 if seen else 2)
    while time.monotonic() < end and _line() < until:
        time.sleep(0.01)


def _line() -> int:
    """The line reached by the import of the story."""
    return ImportRun.objects.exclude(file_name="avant.csv").values_list("line", flat=True).first() or 0


def test_a_worker_killed_in_an_import_is_followed_by_another(
    tmp_path: Path, france: None, server: Any, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    monkeypatch.setenv("CERCLES_HOME", str(tmp_path))
    text, expected = _story(400)
    _before(tmp_path, 400)
    stored = store_files([("site.csv", [text.encode()])], "siae")
    run = open_import(by=None, layout="siae", stored=stored)

    first = WorkerProcess(server, tmp_path / "worker.log", lease_s=1)
    wait_for(lambda: _line() > 0)
    first.kill()
    assert ImportRun.objects.get(pk=run.pk).is_moving
    second = WorkerProcess(server, tmp_path / "worker.log", lease_s=1)
    wait_for(lambda: not ImportRun.objects.get(pk=run.pk).is_moving)
    assert second.term()[0] == 0

    run.refresh_from_db()
    assert (run.state, {name: getattr(run, name) for name in expected}) == ("done", expected)
    _assert_the_database_is_the_file(text, rows=400)
