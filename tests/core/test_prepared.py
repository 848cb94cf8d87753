"""A prepared query gives what the function as it was written gives, whatever was asked before it."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import F, Q, QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cercles.circles.models import Circle, Membership
from cercles.core.prepared import prepared
from tests.factories.circles import CircleFactory, MembershipFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


@prepared
def memberships(person: Any, roles: Collection[str], before: datetime) -> QuerySet[Membership]:
    found = Membership.objects.filter(person=person, role__in=roles, since__lt=before)
    return found.select_related("circle").annotate(slug=F("circle__slug"))


@prepared
def circles(
    reader: Any,
    *,
    words: tuple[str, ...] = (),
    stage: str = "",
    pks: Collection[int] = (),
    down: bool = False,
) -> QuerySet[Circle]:
    found = Circle.objects.visible_to(reader)
    for word in words:
        found = found.filter(Q(search_key__contains=word) | Q(slug=word))
    if stage:
        found = found.filter(stage=stage)
    return (found.filter(pk__in=pks) if pks else found).order_by("-pk" if down else "pk")


@prepared
def roles(circles: Collection[int]) -> QuerySet[Membership, tuple[str]]:
    found = Membership.objects.filter(circle__in=circles).order_by("role", "person__search_key")
    return found.distinct().values_list("role")


@pytest.fixture
def network():
    people = [PersonFactory(), PersonFactory()]
    for person in people:
        for name in ("Achats", "100 % local", "Jeux_d’été"):
            MembershipFactory(circle=CircleFactory(name=name), person=person)
    return people


def told(rows):
    return [(row.pk, row.circle.name, row.slug, row.since) for row in rows]


def test_each_call_has_its_own_values(network, django_assert_num_queries):
    first, second = network
    late = Membership.objects.order_by("-since")[0].since + timedelta(seconds=1)
    for person, roles, before in (
        (first, {"member"}, late), (second, {"member", "facilitator"}, late), (first, ["facilitator"], late),
        (first, {"member"}, late - timedelta(days=9)), (first, set(), late),
    ):  # fmt: skip
        expected = told(memberships.plain(person, roles, before))
        with django_assert_num_queries(1 if roles else 0):
            assert told(memberships(person, roles, before)) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(
    who=st.sampled_from([None, 0, 1]),
    words=st.lists(st.sampled_from(["achats", "%", "_", "100 %", "\\", "jeux_d", "é"]), max_size=3),
    stage=st.sampled_from(["", "potential", "active"]),
    some=st.sets(st.integers(0, 5)),
    down=st.booleans(),
)
def test_every_shape_gives_what_the_plain_function_gives(network, who, words, stage, some, down):
    reader = AnonymousUser() if who is None else network[who]
    everyone = list(Circle.objects.order_by("pk").values_list("pk", flat=True))
    asked = {"words": tuple(words), "stage": stage, "pks": {everyone[place] for place in some}, "down": down}
    expected = list(circles.plain(reader, **asked))
    assert circles(reader, **asked) == expected
    listed = circles.listed(reader, **asked)
    assert (listed.count(), listed[0:2], listed[1:4]) == (len(expected), expected[0:2], expected[1:4])


def test_a_paginator_turns_its_pages(network):
    pages = Paginator(circles.listed(network[0]), 2)
    every = list(circles.plain(network[0]))
    assert [list(page) for page in pages] == [every[0:2], every[2:4], every[4:6]]
    assert pages.count == circles.plain(network[0]).count()


def test_what_distinct_adds_to_order_by_is_no_part_of_a_row(network):
    mine = set(Circle.objects.of(network[0]).values_list("pk", flat=True))
    assert roles(mine) == list(roles.plain(mine)) == [("member",)]


def test_the_same_statement_is_run_again(network):
    asked: list[str] = []

    def note(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        for person in network:
            circles(person)
    listing = [sql for sql in asked if 'FROM "circles_circle"' in sql and "audience" in sql]
    assert len(listing) == 2
    assert len(set(listing)) == 1


def test_a_function_that_looks_at_a_value_to_come_is_refused():
    @prepared
    def named(name: str) -> QuerySet[Circle]:
        return Circle.objects.filter(slug=f"le-{name}")

    @prepared
    def older(than: int) -> QuerySet[Circle]:
        return Circle.objects.filter(pk__gt=than) if than > 3 else Circle.objects.all()

    for function, value in ((named, "cercle"), (older, 4)):
        with pytest.raises(TypeError, match="is a value to come"):
            function(value)


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_share_statements(network):
    def ask(person):
        try:
            return [circle.pk for circle in circles(person)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, network * 6))
    assert found == [[circle.pk for circle in circles.plain(person)] for person in network * 6]
