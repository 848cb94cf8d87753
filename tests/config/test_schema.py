"""A database made by other migrations of the same names is told in one sentence, not by a page that breaks."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from django.db import connection

from cercles.config.schema import made_otherwise, missing
from tests.config.instance import migrated

pytestmark = pytest.mark.django_db


def test_the_database_of_this_code_misses_nothing():
    assert (missing(), made_otherwise()) == ([], "")


def test_a_column_that_is_not_there_is_named():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE circles_circle RENAME COLUMN purpose TO former")
    assert missing() == ["circles_circle.purpose"]
    assert "(il manque circles_circle.purpose)" in made_otherwise()


def _columns(made: str) -> list[str]:
    """The columns and bounds of a table, sorted: their order hangs on how they were written, nothing else does. An index as it is."""
    if not made.startswith("CREATE TABLE"):
        return [made]
    lines, depth = [""], 0
    for letter in made.partition("(")[2].rstrip(")"):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            lines.append("")
        else:
            lines[-1] += letter
    return sorted(line.strip(" )") for line in lines)


def _schema(select: Callable[[str], list[tuple[str, str]]]) -> dict[str, list[str]]:
    made = select("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
    return {name: _columns(sql) for name, sql in made if name != "django_migrations"}


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="one set of migrations for both: compared once")
def test_the_tables_of_the_tests_are_those_that_migrations_make(tmp_path_factory: Any) -> None:
    """Tests make their tables from the models at once (``--no-migrations``): ten seconds less for each run."""
    with connection.cursor() as cursor:
        ours = _schema(lambda query: cursor.execute(query).fetchall())
    with closing(sqlite3.connect(migrated(tmp_path_factory).home / "cercles.sqlite3")) as opened:
        theirs = _schema(lambda query: opened.execute(query).fetchall())
    assert ours.keys() == theirs.keys()
    for name, lines in theirs.items():
        assert ours[name] == lines, name
