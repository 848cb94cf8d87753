"""The index beside the database: what the log says is read, once and for all, whatever happens to the folder."""

import json
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from cercles.core import clock
from cercles.search.actions import prune, touch, touch_range
from cercles.search.adapters import index_health
from cercles.search.models import Change, Follower
from cercles.search.queries.folder import _kept, ask_for_rebuild, is_followed, opened
from cercles.search.queries.log import pending
from cercles.search.worker import Follower as Following
from cercles.search.worker import differences, follow_once
from cercles.search.worker.writer import joined
from tests.factories.organisations import OrganisationFactory

AGREED: dict[str, list[str]] = {"missing": [], "left": [], "old": []}


def _compare() -> dict[str, list[str]]:
    index = opened()
    assert index is not None
    return differences(index)


def test_without_an_index_one_is_built(db: Any) -> None:
    assert opened() is None
    OrganisationFactory()
    done = follow_once()
    assert (done["rebuilt"], done["documents"], _compare()) == (1, 1, AGREED)


def test_a_change_is_read_and_a_deletion_too(db: Any) -> None:
    first, second = OrganisationFactory(), OrganisationFactory()
    follow_once()
    second.name = "Autre nom"
    second.save()
    touch(second)
    touch(first)
    first.delete()
    assert pending(opened().position).count == 2
    assert follow_once() == {"changes": 2}
    assert (pending(opened().position).count, _compare()) == (0, AGREED)


def test_a_wide_range_is_read_in_pieces(db: Any) -> None:
    follow_once()
    rows = [OrganisationFactory() for _ in range(3)]
    gone = rows.pop()
    touch_range(type(gone), rows[0].pk, rows[0].pk + 5000)
    follow_once()
    touch_range(type(gone), rows[0].pk, rows[0].pk + 5000)
    gone.delete()
    follow_once()
    assert (opened().searcher.num_docs, _compare()) == (2 + 1, AGREED)


def test_an_object_that_cannot_be_read_keeps_nobody_out(db: Any, caplog: Any) -> None:
    follow_once()
    broken, fine = OrganisationFactory(), OrganisationFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisations_organisation SET changed_at = created_at WHERE id = %s", [broken.pk])
    touch_range(type(broken), broken.pk, fine.pk)
    touch_range(Change, 1, 1)  # a kind that nobody registered
    follow_once()
    assert _compare() == AGREED


def test_one_follower_at_a_time(db: Any) -> None:
    assert is_followed() is False
    with Following() as first, Following() as second:
        assert (first.leads, second.leads, is_followed()) == (True, False, True)
        assert follow_once() == {"busy": 1}
    assert is_followed() is False


# The folder is a cache


def _delete(folder: Path, index: Path) -> None:
    shutil.rmtree(folder)


def _forget_which(folder: Path, index: Path) -> None:
    (folder / "current").write_text("../elsewhere")


def _damage_about(folder: Path, index: Path) -> None:
    (index / "meta.json").unlink()
    (index / "meta.json").write_text("{")


def _damage_data(folder: Path, index: Path) -> None:
    for path in index.glob("*.*"):
        if path.suffix not in (".json", ".lock"):
            path.unlink()
            path.write_bytes(b"\x00damaged" * 40)
    _kept.clear()  # whoever has it open still reads what it opened: another process does not


@pytest.mark.parametrize("harm", [_delete, _forget_which, _damage_about, _damage_data])
def test_a_folder_that_was_deleted_or_damaged_is_rebuilt(db: Any, harm: Any) -> None:
    OrganisationFactory()
    follow_once()
    folder = Path(settings.INDEX_ROOT)
    harm(folder, folder / opened().name)
    assert opened() is None  # the site answers from the database meanwhile
    assert follow_once()["rebuilt"] == 1
    assert _compare() == AGREED


def test_deleted_under_the_hand_of_its_follower(db: Any) -> None:
    OrganisationFactory()
    with Following() as follower:
        follower.step()
        shutil.rmtree(settings.INDEX_ROOT)
        touch(OrganisationFactory())
        assert follower.step()["rebuilt"] == 1
        assert _compare() == AGREED


def test_a_database_put_back_to_an_older_day_rebuilds(db: Any) -> None:
    for _ in range(3):
        touch(OrganisationFactory())
    follow_once()
    gone = OrganisationFactory._meta.model.objects.order_by("pk").last()
    gone.delete()  # as if it had never been written, nor its change logged
    position = opened().position
    Follower.objects.all().delete()
    assert follow_once()["rebuilt"] == 1
    assert (_compare(), opened().position >= position) == (AGREED, True)


def test_an_asked_rebuild_keeps_the_old_index_until_the_new_one_is_whole(db: Any) -> None:
    OrganisationFactory()
    with Following() as follower:
        follower.step()
        before = opened().name
        steps = follower.rebuild()
        next(steps)
        assert opened().name == before
        touch(OrganisationFactory())
        assert follower._catch_up() == 1
        assert pending(opened().position).count == 0  # the old one is still followed
        list(steps)
        assert opened().name != before
        follower.step()
        assert _compare() == AGREED
    ask_for_rebuild("asked")
    assert follow_once()["rebuilt"] == 1


# The log


def test_what_every_index_has_read_is_dropped(db: Any) -> None:
    follow_once()
    touch(OrganisationFactory())
    assert prune() == 0  # not read yet
    follow_once()
    touch(OrganisationFactory())
    assert (prune(), Change.objects.count()) == (1, 1)


def test_an_index_not_seen_for_a_week_no_longer_counts_and_is_rebuilt_when_it_comes_back(db: Any) -> None:
    follow_once()
    with clock.at(clock.now() + timedelta(days=8)):
        prune()
    assert Follower.objects.count() == 0
    assert follow_once()["rebuilt"] == 1


def test_health(db: Any) -> None:
    assert index_health() == {"index": False}
    follow_once()
    assert index_health() == {"index": False}  # nobody follows
    with Following() as follower:
        follower.step()
        assert index_health() == {"index": True}
        touch(OrganisationFactory())
        assert index_health() == {"index": True}
        with clock.at(clock.now() + timedelta(seconds=31)):
            assert index_health() == {"index": False}
            follower.step()
            assert index_health() == {"index": True}


def test_who_prepares_builds_the_index_so_that_a_first_start_finds_it(db: Any, capsys: Any) -> None:
    call_command("index", once=True, no_wait=True)
    assert json.loads(capsys.readouterr().out)["rebuilt"] == 1
    with Following() as follower:
        assert follower.step()["rebuilt"] == 0


def test_who_prepares_waits_for_nobody_who_follows(db: Any, capsys: Any) -> None:
    with Following():
        call_command("index", once=True, no_wait=True)
    assert json.loads(capsys.readouterr().out) == {"changes": 0, "documents": 0, "rebuilt": 0, "busy": 1}


def test_ranges_that_meet_are_read_once() -> None:
    assert joined([(5, 9), (1, 3), (4, 6), (20, 30), (22, 25)]) == [(1, 9), (20, 30)]
