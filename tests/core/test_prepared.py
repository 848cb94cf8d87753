"""A prepared query gives what the function as it was written gives, whatever was asked before it."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cercles.circles.models import Circle, Membership
from cercles.core import clock
from cercles.core.prepared import kept, prepared
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


ALL = Circle.objects.all
LOOKS = {
    "prints": lambda stage, person: Circle.objects.filter(slug=f"le-{stage}"),
    "writes": lambda stage, person: Circle.objects.filter(slug="le-" + str(stage)),
    "adds": lambda stage, person: Circle.objects.filter(slug="le-" + stage),
    "reckons": lambda stage, person: Circle.objects.filter(created_at__lt=stage - timedelta(days=1)),
    "orders": lambda stage, person: ALL() if stage > "b" else Circle.objects.none(),
    "compares": lambda stage, person: ALL() if stage == "active" else Circle.objects.none(),
    "differs": lambda stage, person: ALL() if stage != "active" else Circle.objects.none(),
    "finds": lambda stage, person: ALL() if stage in ("potential", "active") else Circle.objects.none(),
    "recognises": lambda stage, person: ALL() if person == Circle() else Circle.objects.none(),
    "knows the key of": lambda stage, person: ALL() if person.pk == 3 else Circle.objects.none(),
    "asks the hour": lambda stage, person: Circle.objects.filter(created_at__lt=clock.now()),
    "asks the day": lambda stage, person: Circle.objects.filter(created_at__date=clock.today()),
    "reads": lambda stage, person: ALL() if Circle.objects.filter(slug=stage).exists() else Circle.objects.none(),
    "lists": lambda stage, person: Circle.objects.filter(pk__in=list(ALL().values_list("pk", flat=True))),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_function_that_looks_at_what_changes_is_refused(look, network):
    def asked(stage: str, person: Any) -> QuerySet[Circle]:
        return LOOKS[look](stage, person)

    with pytest.raises(TypeError, match=r"is a value to come|written once"):
        prepared(asked)("active", network[0])
    assert clock.now() is not None  # the clock tells the time again


def test_a_function_may_ask_whether_there_is_something(network):
    @prepared
    def asked(stage: str, pair: tuple[Any, ...]) -> QuerySet[Membership]:
        found = Membership.objects.filter(role=stage) if stage != "" and stage is not None else Membership.objects.all()
        return found.filter(until=pair[0], person=pair[1]).order_by("pk") if pair else found.order_by("pk")

    for one in (("", ()), ("facilitator", ()), ("member", (None, network[0].pk)), ("", (clock.now(), network[0].pk))):
        assert asked(*one) == list(asked.plain(*one))
    assert len(asked("member", (None, network[1].pk))) == 3


def test_what_is_distinct_or_grouped_is_not_counted_as_if_it_were_not():
    @prepared
    def named(*, grouped: bool) -> QuerySet[Circle]:
        found = Circle.objects.filter(memberships__role="member")
        return found.annotate(n=Count("memberships")) if grouped else found.distinct()

    for grouped in (True, False):
        with pytest.raises(TypeError, match="counted otherwise"):
            named.listed(grouped=grouped).count()


def test_ever_longer_questions_do_not_fill_the_memory(network, monkeypatch):
    kept().clear()
    monkeypatch.setattr("cercles.core.prepared._MOST", 5)
    for length in range(20):
        assert circles(network[0], words=("a",) * length) == list(circles.plain(network[0], words=("a",) * length))
        assert len(kept()) <= 5


def test_rights_are_those_of_who_reads_not_of_who_read_first(network):
    hidden = CircleFactory(name="Caché", visibility="circle")
    first, second = network
    MembershipFactory(circle=hidden, person=second)
    Circle.objects.filter(pk=hidden.pk).update(audience=hidden.members_audience)
    readers = [second, first, AnonymousUser(), second, first]
    shown = [hidden in circles(reader, pks={hidden.pk}) for reader in map(again, readers)]
    assert shown == [True, False, False, True, False]


def again(person: Any) -> Any:
    """Read again: what a reader holds is kept on the object."""
    return type(person).objects.get(pk=person.pk) if person.is_authenticated else person


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
