"""What may happen to the folder of the index while the site serves: nobody sees an error, nothing is lost, nothing is left behind."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from cercles.organisations.models import Organisation
from cercles.organisations.queries import Filters, answer
from cercles.search.actions import touch
from cercles.search.queries.asking import Asked
from cercles.search.queries.finding import find, suggest
from cercles.search.queries.folder import IndexBroken, _kept, ask_for_rebuild, current_name, opened, root
from cercles.search.worker import Follower, differences, follow_once
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory
from tests.journal.processes import ROOT, database_url, wait_for

AGREED: dict[str, list[str]] = {"missing": [], "left": [], "old": []}
KILLS = int(os.environ.get("CERCLES_KILLS", "20"))
SEEDS = int(os.environ.get("CERCLES_EXAMPLES", "6"))


def agreed() -> bool:
    index = opened()
    return index is not None and differences(index) == AGREED


def folders() -> list[str]:
    return [path.name for path in root().iterdir() if path.is_dir()]


def test_deleted_while_serving_pages_answer_from_the_database_until_it_is_made_again(cast: Cast, client: Any) -> None:
    OrganisationFactory(name="Atelier ouvert")
    with Follower() as follower:
        follower.step()
        shutil.rmtree(settings.INDEX_ROOT)
        for url in (reverse("organisations:list"), reverse("search:results")):
            assert "Atelier ouvert" in client.get(url, {"q": "atel"}).content.decode()
        follower.step()
        assert agreed()
        found = answer(cast.stranger, "atel", Filters())
        assert found is not None
        assert found.total == 1


def _truncate(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def _overwrite(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    at = chance.randrange(len(content))
    content[at : at + 64] = chance.randbytes(len(content[at : at + 64]))
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [_truncate, _overwrite])
@pytest.mark.parametrize("seed", range(SEEDS))
def test_damaged_at_random_nobody_sees_an_error(cast: Cast, client: Any, seed: int, harm: Any) -> None:
    """Whatever the engine makes of it, a page shows only what may be seen; a new index mends it."""
    for number in range(30):
        OrganisationFactory(name=f"Atelier {number}", visibility=("public", "organisation")[number % 2])
    follow_once()
    chance = random.Random(seed)
    files = sorted(path for path in (root() / current_name()).glob("*.*") if path.stat().st_size)
    harm(chance.choice(files), chance)
    _kept.clear()
    for url in (reverse("organisations:list"), reverse("search:results"), reverse("search:suggestions")):
        page = client.get(url, {"q": "atelier", "kind": "organisations"})
        assert page.status_code == 200
        assert "Atelier 1<" not in page.content.decode()
    answer(cast.stranger, "", Filters())
    find(cast.stranger, Asked("atel"))
    suggest(cast.stranger, "atel")
    ask_for_rebuild("asked")
    assert (follow_once()["rebuilt"], agreed()) == (1, True)


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow past a few hundred bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_fills_up_costs_nothing_but_the_delay(cast: Cast) -> None:
    first = OrganisationFactory(name="Avant")
    with Follower() as follower:
        follower.step()
        touch(first)
        touch(OrganisationFactory(name="Pendant"))
        with full_disk(), pytest.raises((IndexBroken, OSError)):
            follower.step()
        follower._close()
        found = answer(cast.stranger, "avant", Filters())
        assert found is not None
        assert (found.total, found.behind) == (1, 2)  # the last commit still answers
        follower.step()
        assert agreed()


def test_a_rebuild_that_fills_the_disk_leaves_nothing_and_the_old_index_goes_on(cast: Cast) -> None:
    OrganisationFactory(name="Avant")
    with Follower() as follower:
        follower.step()
        before = current_name()
        ask_for_rebuild("asked")
        with full_disk(), pytest.raises((IndexBroken, OSError)):
            follower.step()
        follower._close()
        assert (folders(), current_name()) == ([before], before)
        touch(OrganisationFactory(name="Après"))
        assert follower.step() == {"changes": 1}  # no second attempt at once
        assert agreed()
        follower._rebuilt -= 3600
        assert follower.step()["rebuilt"] == 1
        assert (agreed(), len(folders())) == (True, 1)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", range(KILLS))
def test_killed_in_a_rebuild_the_old_one_serves_and_the_next_start_begins_again(number: int) -> None:
    OrganisationFactory._meta.model.objects.bulk_create(
        Organisation(name=f"Atelier {n}", search_key=f"atelier {n}", audience="public", ref=f"k{n:09}")
        for n in range(1500)
    )
    follow_once()
    before, chance = current_name(), random.Random(number)
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "tests.journal.worker_settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DATABASE_URL": database_url(), "TEST_INDEX_ROOT": str(settings.INDEX_ROOT),
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "manage.py", "index", "--rebuild"], cwd=ROOT, env=environment)
    try:
        wait_for(lambda: len(folders()) == 2 or process.poll() is not None)
        if number:
            wait_for(lambda: chance.random() < 0.05)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    ended = current_name() != before
    assert not ended or agreed()
    assert (follow_once()["rebuilt"], len(folders()), agreed()) == (0 if ended else 1, 1, True)
