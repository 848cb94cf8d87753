"""Where an object comes from and what came of it: both ways, by date, and nothing of what the reader may not see."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template

from cercles.core import clock, slots
from cercles.journal.actions import link, revoke_link
from cercles.journal.models import Job
from cercles.journal.queries import Node, ThreadItem, thread_of
from cercles.journal.queries.thread import MOST_ITEMS
from cercles.people.models import User

pytestmark = pytest.mark.django_db
HIDDEN: set[int] = set()


def jobs_as_nodes(ids, reader):
    rows = Job.objects.filter(pk__in=ids).exclude(pk__in=HIDDEN)
    return {row.pk: Node(title=row.key, url=f"/{row.key}/") for row in rows}


@pytest.fixture(autouse=True)
def _threads_of_jobs(monkeypatch):
    monkeypatch.setitem(slots._registered, "thread.nodes:journal.job", [(100, "test", jobs_as_nodes)])
    HIDDEN.clear()


@pytest.fixture
def chain():
    """question → meeting → sheet → reuse → site → fund, one a day."""
    by = User.objects.create_user("lea@example.org", "Léa")
    steps = {name: Job.objects.create(key=name) for name in ("question", "meeting", "sheet", "reuse", "site", "fund")}
    names = list(steps)
    for day, (origin, outcome) in enumerate(pairwise(names)):
        with clock.at(datetime(2019, 3, 14, 12, tzinfo=UTC) + timedelta(days=day)):
            link(steps[origin], steps[outcome], verb="test", by=by)
    return steps


def told(obj):
    return [(item.side, item.node.title) for item in thread_of(obj, AnonymousUser())]


def test_the_whole_chain_of_origins_and_two_steps_of_outcomes(chain):
    itself = str(chain["sheet"])
    assert told(chain["sheet"]) == [
        ("origin", "question"), ("origin", "meeting"), ("here", itself), ("outcome", "reuse"), ("outcome", "site"),
    ]  # fmt: skip


def test_one_query_for_the_links_and_one_a_kind(chain, django_assert_num_queries):
    with django_assert_num_queries(2):
        thread_of(chain["sheet"], AnonymousUser())


def test_the_count_does_not_grow_with_the_thread(chain, django_assert_num_queries):
    for number in range(20):
        link(chain["sheet"], Job.objects.create(key=f"more {number}"), verb="test", by=None)
    with django_assert_num_queries(2):
        assert len(thread_of(chain["sheet"], AnonymousUser())) == 25


def test_a_long_thread_keeps_its_newest_steps(chain):
    made = []
    for number in range(MOST_ITEMS):
        made.append(Job.objects.create(key=f"later-{number:02}"))
        with clock.at(datetime(2020, 1, 1, 12, tzinfo=UTC) + timedelta(days=number)):
            link(chain["fund"], made[-1], verb="test", by=None)
    assert len([side for side, _title in told(chain["site"]) if side == "outcome"]) == MOST_ITEMS
    assert told(chain["site"])[-MOST_ITEMS:] == [
        ("outcome", job.key) for job in made
    ]  # « fund », of 2019, is the one left out


def test_a_hidden_end_shows_nothing_and_stops_the_walk(chain):
    HIDDEN.add(chain["meeting"].pk)
    assert told(chain["sheet"])[0][0] == "here"
    HIDDEN.add(chain["reuse"].pk)
    assert told(chain["sheet"]) == []


def test_a_revoked_link_is_no_longer_told(chain):
    from cercles.journal.models import Link

    found = Link.objects.get(outcome_id=chain["sheet"].pk)
    revoke_link(found, by=None, reason="Erreur de rencontre")
    assert [side for side, _title in told(chain["sheet"])] == ["here", "outcome", "outcome"]


def test_a_loop_ends(chain):
    link(chain["fund"], chain["question"], verb="test", by=None)
    titles = [title for _side, title in told(chain["sheet"])]
    assert len(titles) == len(set(titles)) == 6


def test_steps_are_told_by_the_date_their_room_gives(chain, monkeypatch):
    days = {"reuse": date(2020, 1, 2), "site": date(2020, 1, 1)}

    def dated(ids, reader):
        return {row.pk: Node(row.key, "/", at=days.get(row.key)) for row in Job.objects.filter(pk__in=ids)}

    monkeypatch.setitem(slots._registered, "thread.nodes:journal.job", [(100, "test", dated)])
    assert [title for side, title in told(chain["sheet"]) if side == "outcome"] == ["site", "reuse"]


def test_an_object_that_stands_alone_has_no_thread():
    alone = Job.objects.create(key="alone")
    assert thread_of(alone, AnonymousUser()) == []


def test_an_item_knows_where_it_stands(chain):
    assert [item.here for item in thread_of(chain["fund"], AnonymousUser())] == [False] * 5 + [True]
    assert isinstance(thread_of(chain["fund"], AnonymousUser())[0], ThreadItem)


def test_the_tag_draws_a_list_one_can_walk(chain):
    page = Template("{% load thread %}{% thread_of obj=obj %}").render(
        Context({"obj": chain["sheet"], "user": AnonymousUser()})
    )
    assert page.count("<li") == 5
    assert 'href="/meeting/"' in page
    assert page.count("aria-current") == 1


def test_the_tag_draws_nothing_or_one_line_that_teaches():
    source = "{% load thread %}{% thread_of obj=obj teaching=teaching %}"
    alone = Job.objects.create(key="alone")
    context = {"obj": alone, "user": AnonymousUser()}
    assert Template(source).render(Context({**context, "teaching": ""})).strip() == ""
    assert "Rien encore" in Template(source).render(Context({**context, "teaching": "Rien encore."}))
