"""Real connections and real processes: ids that come late, a follower killed in the middle."""

import json
import os
import subprocess
import sys
from collections import Counter
from io import StringIO
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from cercles.organisations.models import Organisation
from cercles.search.actions import touch
from cercles.search.models import Change
from cercles.search.queries.folder import is_followed, opened
from cercles.search.queries.log import after, last_settled, pending
from cercles.search.worker import differences, follow, follow_once
from tests.factories.organisations import OrganisationFactory
from tests.journal.processes import ROOT, database_url, wait_for

AGREED: dict[str, list[str]] = {"missing": [], "left": [], "old": []}


def caught_up() -> Counter[str]:
    """On PostgreSQL any transaction of the server, another test's too, holds the index back: follow until nothing waits."""
    done: Counter[str] = Counter()

    def nothing_waits() -> bool:
        done.update(follow_once())
        return pending(opened().position).count == 0

    wait_for(nothing_waits)
    return done


@pytest.fixture
def other(django_db_blocker: Any) -> Any:
    """A second connection to the same database."""
    made = connections.create_connection("default")
    made.settings_dict = connection.settings_dict
    yield made
    made.close()


@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="SQLite has one writer: ids come in order"
)
@pytest.mark.django_db(transaction=True)
def test_an_id_committed_late_is_not_skipped(other: Any) -> None:
    start = last_settled()
    with other.cursor() as late:
        late.execute("BEGIN")
        late.execute("INSERT INTO search_change (kind, first_id, last_id) VALUES ('late', 1, 1)")
        Change.objects.create(kind="early", first_id=2, last_id=2)
        assert after(start) == []  # bigger id, committed, and yet it waits for the smaller one
        late.execute("COMMIT")
    wait_for(
        lambda: [row.kind for row in after(start)] == ["late", "early"]
    )  # other tests' transactions hold rows back too
    assert after(after(start)[-1].position) == []


@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="SQLite has one writer: ids come in order"
)
@pytest.mark.django_db(transaction=True)
def test_no_row_is_lost_to_the_order_of_commits(other: Any) -> None:
    """One writes, and commits after another who began later: the index reads both, whatever it read in between."""
    first, second = OrganisationFactory(name="Lente"), OrganisationFactory(name="Pressée")
    follow_once()
    with other.cursor() as late:
        late.execute("BEGIN")
        late.execute("UPDATE organisations_organisation SET name = 'Lente et sûre' WHERE id = %s", [first.pk])
        late.execute(
            "INSERT INTO search_change (kind, first_id, last_id) VALUES (%s, %s, %s)",
            [first._meta.label_lower, first.pk, first.pk],
        )
        Organisation.objects.filter(pk=second.pk).update(name="Pressée d’arriver")
        touch(second)
        follow_once()
        late.execute("COMMIT")
    caught_up()
    assert differences(opened()) == AGREED


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_follower_killed_in_the_middle_has_caught_up_once_restarted() -> None:
    folder = Path(settings.INDEX_ROOT)
    follow_once()
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "tests.journal.worker_settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DATABASE_URL": database_url(), "TEST_INDEX_ROOT": str(folder), "CERCLES_INDEX_POLL_S": "0.02",
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "manage.py", "index"], cwd=ROOT, env=environment)
    try:
        wait_for(is_followed)
        while opened().searcher.num_docs < 10:
            touch(OrganisationFactory())
            assert process.poll() is None
    finally:
        process.kill()
        process.wait()
    for _ in range(5):
        touch(OrganisationFactory())

    done = caught_up()
    assert (done["rebuilt"], done["changes"] >= 5, differences(opened())) == (0, True, AGREED)
    assert opened().searcher.num_docs == 1 + Organisation.objects.count()


@pytest.mark.django_db(transaction=True)
def test_an_operator_asks_the_follower_to_rebuild(settings: Any) -> None:
    settings.INDEX_POLL_S = 0.02
    OrganisationFactory()
    stop, out = Event(), StringIO()
    following = Thread(target=follow, args=(stop,))
    following.start()
    try:
        wait_for(lambda: opened() is not None)
        before = opened().name
        call_command("index", "--rebuild", stdout=out)
        assert json.loads(out.getvalue()) == {"busy": 1, "changes": 0, "documents": 0, "rebuilt": 0}
        assert opened().name != before
        touch(OrganisationFactory())
        wait_for(lambda: opened().searcher.num_docs == 3)
    finally:
        stop.set()
        following.join()
    out = StringIO()
    call_command("index", "--check", stdout=out)
    assert json.loads(out.getvalue()) == {"documents": 2, "pending": 0, "missing": 0, "left": 0, "old": 0}
