"""A list by name is in one order, whoever makes it: the index, the database, a file."""

import os
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cercles.core.text import search_key
from cercles.organisations.models import Organisation
from cercles.organisations.queries import Filters, Lines, find_organisations
from cercles.organisations.queries.answer import answer_ids
from cercles.organisations.queries.whole import every_one
from cercles.territories.models import Territory
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory

EXAMPLES = int(os.environ.get("CERCLES_EXAMPLES", "6"))
EVERY = Filters(state="any")
# What languages sort otherwise than bytes do, names of one beginning longer than a line, and ten of one name: 9 comes before 10.
NAMES = [
    "Val", "Val Fibre", "Valfibre", "Val & Fibre", "Val. Fibre", "Val 10", "Val 9", "Val9", "Val_9", "(Val)", "Ωmega", "Val\u200bfibre",
    "Éole", "Eole 2",
    *(f"{'Comité départemental de la très longue dénomination ' * 2}{end}" for end in ("du Nord", "de l’Ain", "des Landes")),
    *["Amicale"] * 12,
]  # fmt: skip


def same_everywhere(reader: Any, text: str = "", **only: str) -> None:
    rows = Organisation.objects.visible_to(reader).filter(**only).order_by().values_list("search_key", "pk")
    listed = [pk for _key, pk in sorted(rows, key=lambda row: (row[0].encode(), row[1]))]
    assert answer_ids(reader, text, EVERY, 200) == (len(listed), listed)
    paged = [row.pk for page in (1, 2) for row in find_organisations(reader, text, EVERY, page, "name").items]
    assert paged == listed[:40]
    if not text:
        assert [row.pk for row in Lines(reader, **EVERY.asked(""))[:200]] == listed
        assert [row.pk for row in every_one(reader, EVERY.asked(""))] == listed


@pytest.mark.django_db
def test_the_index_and_the_database_list_names_in_one_order(cast: Cast, indexed: Any) -> None:
    for number, name in enumerate(NAMES):
        OrganisationFactory(name=name, purpose="Réparer", state="dissolved" if number % 4 == 3 else "active")
    indexed()
    same_everywhere(cast.account)
    same_everywhere(cast.account, "réparer", purpose="Réparer")


@pytest.mark.django_db
@pytest.mark.slow
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.text("ab é.&-'(9ΩЖ字", min_size=1, max_size=9).filter(search_key), min_size=2, max_size=12))
def test_whatever_the_names(cast: Cast, indexed: Any, names: list[str]) -> None:
    Organisation.objects.exclude(pk=cast.organisation.pk).delete()
    for number, name in enumerate(names):
        OrganisationFactory(name=name, state="dissolved" if number % 3 == 2 else "active")
    indexed()
    same_everywhere(cast.account)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite sorts by bytes")
@pytest.mark.parametrize("model", [Organisation, Territory])
def test_postgresql_sorts_by_bytes_whatever_the_language_of_its_installation(model: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collation_name FROM information_schema.columns WHERE table_name = %s AND column_name = 'search_key'",
            [model._meta.db_table],
        )
        assert cursor.fetchall() == [("C",)]
        cursor.execute(
            'SELECT array_agg(k ORDER BY k COLLATE "fr-x-icu"), array_agg(k ORDER BY k COLLATE "C") FROM unnest(%s::text[]) k',
            [[search_key(name) for name in NAMES]],
        )
        french, by_bytes = cursor.fetchone()
        assert french != by_bytes  # the names above tell the difference
