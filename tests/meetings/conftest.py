"""What the tests of meetings share: a meeting with people around it, work done at once, links read in letters."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from cercles.core import clock, jobs
from cercles.journal.models import Job
from tests.factories.meetings import MeetingFactory


def plain(text: Any) -> str:
    """Typographic spaces as ordinary ones, to compare sentences."""
    return str(text).replace("\xa0", " ").replace("\u202f", " ")


def link_in(mail: Any) -> str:
    """The signed link a letter carries, as a path."""
    match = re.search(rf"{re.escape(settings.SITE_URL)}(/l/\S+)", mail.text)
    assert match, mail.text
    return match.group(1)


def kinds(mails: list[Any]) -> list[str]:
    return [mail.key.partition(":")[0].removeprefix("meetings.") for mail in mails]


@pytest.fixture
def do_work(db: None) -> Callable[[], list[str]]:
    """``do_work()``: the jobs of this room that are due are done, as the worker would; gives their verbs."""

    def work() -> list[str]:
        rows = Job.objects.filter(verb__startswith="meetings.", state="due", due_at__lte=clock.now()).order_by("id")
        done = []
        for row in rows:
            jobs.function_of(row.verb)(**row.arguments)
            Job.objects.filter(pk=row.pk).update(state="done")
            done.append(row.verb)
        return done

    return work


@pytest.fixture
def meeting(cast: Any) -> Any:
    """Announced, in ten days, in the cast's circle, held at a distance."""
    return MeetingFactory(circle=cast.circle, title="Louer la lumière", link="https://visio.exemple.fr/salle")
