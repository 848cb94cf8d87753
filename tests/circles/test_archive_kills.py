"""An export is killed with −9 at random moments: the folder is whole or is not there, and the next run makes it.

Run by ``make long``; ``CERCLES_KILLS`` says how many times, twenty unless told.
"""

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import pytest
from django.db import connections

from cercles.circles.enums import MANIFEST
from cercles.circles.exports.archive import export_circle
from cercles.core.portable import Seat
from tests.cast import make_cast
from tests.circles.test_archive import everything
from tests.factories.archive import make_full

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
KILLS = int(os.environ.get("CERCLES_KILLS", "20"))


def _export(circle, folder: Path) -> None:
    connections.close_all()
    export_circle(Seat(circle=circle, facilitates=True), folder)
    connections.close_all()
    os._exit(0)


def test_an_export_killed_is_never_half_a_folder(tmp_path: Path) -> None:
    circle = make_full(make_cast())
    export_circle(Seat(circle=circle, facilitates=True), tmp_path / "mesure")
    started = time.monotonic()
    export_circle(Seat(circle=circle, facilitates=True), tmp_path / "encore")
    whole, lasts = set(everything(tmp_path / "encore")), time.monotonic() - started
    connections.close_all()
    folder, chance, inside = tmp_path / "copie", random.SystemRandom(), 0
    for _ in range(KILLS):
        process = multiprocessing.get_context("fork").Process(target=_export, args=(circle, folder))
        process.start()
        time.sleep(chance.uniform(0, lasts))
        os.kill(process.pid, signal.SIGKILL)
        process.join(60)
        inside += (tmp_path / ".copie.en-cours").exists()
        if folder.exists():
            assert set(everything(folder)) == whole
            assert (folder / MANIFEST).stat().st_size > 0
            folder.rename(tmp_path / f"copie-{random.random()}")
    assert inside >= KILLS // 4, "the kills fell beside the work: they prove nothing"
    export_circle(Seat(circle=circle, facilitates=True), folder)
    assert set(everything(folder)) == whole
