"""Loading the demonstration: never into a real instance, and twice is once."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError

from cercles.core import clock
from cercles.pages.queries import due_for
from cercles.people.models import User
from tests.factories.demo import load


def test_it_never_enters_a_real_instance(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="CERCLES_DEMO=1"):
        load()
    assert User.objects.count() == 0


@pytest.mark.slow
def test_it_loads_an_empty_database_and_twice_is_once(db, settings):
    settings.DEMO = True
    first = load()
    assert first == {
        "people": 16, "organisations": 12, "circles": 6, "memberships": 25, "charter_acceptances": 44, "positions": 22,
        "join_requests": 1, "meetings": 5, "registrations": 27, "takeaways": 2, "threads": 5, "messages": 14, "polls": 5, "ballots": 18,
        "documents": 5,
        "sheets": 5, "approvals": 12, "reuses": 3, "reviews": 1,
        "final_reviews": 1,
    }  # fmt: skip
    assert load() == first


@pytest.mark.slow
@pytest.mark.parametrize("moment", [datetime(2027, 1, 1, 0, 30, tzinfo=UTC), datetime(2028, 2, 29, 12, tzinfo=UTC)])
def test_something_is_due_whatever_the_day_it_is_loaded(db, settings, moment):
    settings.DEMO = True
    with clock.at(moment):
        load()
        due = {name: len(due_for(User.objects.get(name__startswith=name))) for name in ("Maud", "Inès", "Karim")}
    assert due == {"Maud": 7, "Inès": 1, "Karim": 1}
