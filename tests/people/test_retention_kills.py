"""The purge killed with −9 in the middle, again and again: what went is counted once, the rest goes at the next run."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from cercles.core import clock
from cercles.journal.models import OutgoingMail
from cercles.people.models import Purged, UnusedNotice, User
from tests.journal.processes import ROOT, database_url, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
TOLD, TO_TELL, KILLS = 150, 120, 4


def run_purge(index: Path) -> subprocess.Popen:
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "tests.journal.worker_settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DATABASE_URL": database_url(), "CERCLES_DEMO": "0", "TEST_INDEX_ROOT": str(index),
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "manage.py", "purge"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )


def killed_once_it_has(counted: Callable[[], int], index: Path, *, more_than: int) -> None:
    process = run_purge(index)
    wait_for(lambda: counted() > more_than or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)
    process.stdout.close()


def erased() -> int:
    return User.objects.filter(state="erased").count()


def letters() -> int:
    return OutgoingMail.objects.filter(key__startswith="people.unused").count()


def test_killed_in_the_middle_it_counts_once_and_goes_on(tmp_path):
    now = clock.now()
    old = now - timedelta(days=4 * 365)
    people = User.objects.bulk_create(
        User(
            email=f"p{number}@exemple.fr", name=f"Personne {number}", joined_at=old, created_at=old, audience="network"
        )
        for number in range(TOLD + TO_TELL)
    )
    UnusedNotice.objects.bulk_create(
        UnusedNotice(person=person, first_at=now - timedelta(days=120), second_at=now - timedelta(days=40))
        for person in people[:TOLD]
    )
    for kill in range(KILLS):
        counted = erased if kill else letters  # letters leave first
        killed_once_it_has(counted, tmp_path / "index", more_than=counted())
        assert 0 < counted() < (TOLD if kill else TO_TELL), "the kill fell beside the work: it proves nothing"
        assert letters() == UnusedNotice.objects.filter(second_at=None).count()
        assert erased() == sum(Purged.objects.filter(rule="people.unused").values_list("rows", flat=True))
        assert erased() + UnusedNotice.objects.exclude(second_at=None).count() == TOLD
    left = TOLD - erased()
    out, _ = run_purge(tmp_path / "index").communicate(timeout=120)
    assert json.loads(out.splitlines()[-1])["people.unused"] == left
    assert (erased(), letters()) == (TOLD, TO_TELL)
    assert sum(Purged.objects.filter(rule="people.unused").values_list("rows", flat=True)) == TOLD
