"""The access tables against the code, three ways; and the proof that each predicate matters."""

import importlib
import inspect
import types
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cercles.core.models import Audienced
from tests.access import RULES, STAGES, URL_KWARGS
from tests.access.tables import Right, Scene, differences, load, post_rows, right_differences, rights, scenes, url_rows
from tests.cast import PERSONS, Cast

load()


def _id(value: Any) -> str:
    return "-".join(part for part in value[:4] if isinstance(part, str)) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize("scene", sorted(scenes()), ids=_id)
def test_the_table_the_rule_and_the_queryset_say_the_same(scene: Scene, cast: Cast) -> None:
    assert differences(scene, scenes()[scene], cast) == []


@pytest.mark.parametrize("right", rights(), ids=_id)
def test_each_right_is_held_by_exactly_those_the_table_names(right: Right, cast: Cast) -> None:
    assert right_differences(right, predicates()[right.predicate], cast) == []


def test_every_scene_is_said_for_the_whole_cast() -> None:
    assert {scene: sorted(people) for scene, people in scenes().items() if set(people) != set(PERSONS)} == {}


TOLD_WITH_THEIR_OBJECT = {"journal.Entry"}  # a line of what happened to an object is shown on its page, nowhere else


def test_every_object_with_an_audience_stands_in_a_table() -> None:
    audienced = {
        model for model in apps.get_models()
        if issubclass(model, Audienced) or hasattr(model._default_manager.all(), "visible_to")
    }  # fmt: skip
    told = {RULES[scene.kind][0] for scene in scenes()}
    assert {model._meta.label for model in audienced - told} == TOLD_WITH_THEIR_OBJECT


def test_every_kind_has_a_builder_and_lines() -> None:
    assert set(RULES) == {scene.kind for scene in scenes()}
    assert set(RULES) <= set(STAGES)


# Addresses


def _names(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _names(pattern.url_patterns, inside)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"the address {pattern.pattern} has no name"
            yield prefix + pattern.name


def test_every_address_stands_in_the_table() -> None:
    assert set(_names(get_resolver().url_patterns)) ^ set(url_rows()) == set()


@pytest.mark.usefixtures("no_unknown_names")
@pytest.mark.parametrize("name", sorted(url_rows()))
def test_each_address_answers_what_the_table_says(name: str, cast: Cast, client_of: Any) -> None:
    kwargs = URL_KWARGS[name](cast) if name in URL_KWARGS else {}
    path = reverse(name, kwargs=kwargs)
    answers = {person: _status(client_of(cast.person(person)), path) for person in PERSONS}
    assert answers == url_rows()[name]


@pytest.mark.parametrize("name", sorted(url_rows()))
def test_whoever_a_page_hides_from_cannot_post_to_it(name: str, cast: Cast, client_of: Any) -> None:
    """What one may not see is not there for an act either: 404, or the way in for a stranger."""
    kwargs = URL_KWARGS[name](cast) if name in URL_KWARGS else {}
    path, refused = reverse(name, kwargs=kwargs), {404: {404, 405}, 302: {302, 405}}
    told = {
        person: client_of(cast.person(person)).post(path)
        for person, status in url_rows()[name].items()
        if status == 404 or (status == 302 and person == "stranger")
    }
    assert {
        person: answer.status_code
        for person, answer in told.items()
        if answer.status_code not in refused[url_rows()[name][person]]
    } == {}


@pytest.mark.parametrize("name", sorted(post_rows()))
def test_each_act_answers_what_the_table_says(name: str, cast: Cast, client_of: Any) -> None:
    """Each person tries, and what she did is undone before the next."""
    answers = {}
    for person in PERSONS:
        mark = transaction.savepoint()
        kwargs = URL_KWARGS[name](cast) if name in URL_KWARGS else {}
        answers[person] = client_of(cast.person(person)).post(reverse(name, kwargs=kwargs)).status_code
        transaction.savepoint_rollback(mark)
    assert answers == post_rows()[name]


def test_every_address_that_only_takes_post_stands_in_the_table() -> None:
    """And one page that is also posted to: its act writes thousands of rows."""
    only_posted = {name for name, row in url_rows().items() if 405 in row.values()}
    assert only_posted | {"organisations:doubts_answer"} == set(post_rows())


def _status(browser: Any, path: str) -> int:
    response = browser.get(path)
    if response.streaming:
        b"".join(response.streaming_content)  # a file that is served is read to its end, then closed
    return response.status_code


# Mutation: a predicate forced to True must be noticed.


def predicates() -> dict[str, types.FunctionType]:
    """Every public predicate of every room, as ``room.name``."""
    found = {}
    for room in settings.ROOMS:
        try:
            module = importlib.import_module(f"cercles.{room}.rules")
        except ModuleNotFoundError:
            continue
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__.startswith(module.__name__) and not name.startswith("_"):
                found[f"{room}.{name}"] = function
    return found


def _always(*args: Any, **kwargs: Any) -> bool:
    return True


@pytest.mark.parametrize("name", sorted(predicates()))
def test_a_predicate_forced_to_true_is_noticed(name: str, cast: Cast) -> None:
    function, room = predicates()[name], name.partition(".")[0]
    real = function.__code__
    function.__code__ = _always.__code__
    try:
        assert _noticed(name, room, cast), f"nothing in the tables notices that {name} is always true"
    finally:
        function.__code__ = real


def _noticed(name: str, room: str, cast: Cast) -> bool:
    """Lines that name the predicate come first and notice at once; the others are there for what calls it."""
    named = predicates()
    tries = [
        (right.predicate != name, right_differences, right, named[right.predicate])
        for right in rights()
        if right.predicate.startswith(f"{room}.")
    ]
    tries += [
        (named[name] not in RULES[scene.kind], differences, scene, scenes()[scene])
        for scene in sorted(scenes(), key=lambda scene: (scene.room != room, scene))
    ]
    return any(_undone(*one, cast) for _far, *one in sorted(tries, key=itemgetter(0)))


def _undone(compare: Any, *args: Any) -> list[str]:
    """Compare inside a savepoint that is rolled back, so that scenes do not meet."""
    mark = transaction.savepoint()
    try:
        return compare(*args)
    finally:
        transaction.savepoint_rollback(mark)
