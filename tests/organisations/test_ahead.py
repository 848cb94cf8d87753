"""A large register is read by a process of its own: it changes nothing but the time, and its death neither."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cercles.organisations.actions.imports import ahead, open_import, run_import, store_files
from cercles.organisations.models import ImportRun, Organisation
from tests.factories.territories import small_france
from tests.journal.processes import wait_for
from tests.organisations.processes import readers
from tests.organisations.registers import rna, rna_zip

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
_OF_ITS_TIME = ("id", "ref", "created_at", "changed_at")


@pytest.fixture
def france(transactional_db: None) -> None:
    small_france()


def _register(count: int = 1_500) -> list[dict[str, str]]:
    """Places by name, refused rows, a row said twice, dates, sites."""
    rows = [rna(number, siteweb="toiles.fr" if number % 3 else "") for number in range(1, count + 1)]
    for row in rows[5::25]:
        row |= {"adrs_codeinsee": "", "adrs_codepostal": "99999", "adrs_libcommune": "NULLEVILLE"}
    for row in rows[7::50]:
        row["titre"] = ""
    rows[-1]["id"] = rows[0]["id"]
    return rows


def _import(folder: Path, progress: Any = None) -> ImportRun:
    file = rna_zip(folder, *_register())
    stored = store_files([(file.name, [file.read_bytes()])], "rna")
    return run_import(open_import(by=None, layout="rna", stored=stored, now=True).pk, progress=progress)


def _what_is_there(run: ImportRun) -> list[Any]:
    pages = [
        {name: value for name, value in row.items() if name not in _OF_ITS_TIME}
        for row in Organisation.objects.order_by("source_key").values()
    ]
    counts = {name: getattr(run, name) for name in ("state", "line", "created", "rejected", "unplaced")}
    return [pages, counts, list(run.refusals.order_by("line").values("part", "line", "reason", "cells"))]


@pytest.fixture
def here(tmp_path: Path, france: None) -> list[Any]:
    """What an import leaves that reads its rows itself."""
    found = _what_is_there(_import(tmp_path))
    ImportRun.objects.all().delete()
    Organisation.objects.all().delete()
    return found


@pytest.fixture
def worth_it(here: list[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one core: nothing is read ahead")
    monkeypatch.setattr(ahead, "_WORTH", 0)
    yield
    wait_for(lambda: not readers(of=os.getpid()))


@pytest.mark.usefixtures("worth_it")
def test_what_is_read_ahead_is_what_the_import_reads_itself(here: list[Any], tmp_path: Path) -> None:
    seen: list[int] = []

    run = _import(tmp_path, lambda _run: seen.append(len(readers(of=os.getpid()))))

    assert _what_is_there(run) == here
    assert here[1] == {"state": "done", "line": 1_500, "created": 1_469, "rejected": 31, "unplaced": 60}
    assert 1 in seen, "nothing was read ahead"


@pytest.mark.usefixtures("worth_it")
def test_an_import_whose_reader_is_killed_goes_on_by_itself(
    here: list[Any], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def kill_it(run: ImportRun) -> None:
        for reader in readers(of=os.getpid()) if run.line == 100 else ():
            os.kill(reader, signal.SIGKILL)

    run = _import(tmp_path, kill_it)

    assert _what_is_there(run) == here
    assert "the process that reads ahead ended" in caplog.text
