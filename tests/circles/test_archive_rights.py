"""Of each table that a circle declares, no row leaves that its exporter cannot see in the site.

What the site shows is asked apart from what the tables say: of the row's own ``visible_to``, or of the object it hangs on.
"""

from collections.abc import Callable
from typing import Any

import pytest

from cercles.circles.models import Circle, CircleTheme
from cercles.circles.rules import can_see_inside
from cercles.core import slots
from cercles.core.portable import Seat, Table
from cercles.library.rules import can_see_versions
from cercles.meetings.models import Minutes
from cercles.meetings.rules import takes_part
from cercles.polls.rules import can_see_results
from cercles.practices.models import PracticeSheet
from tests.factories.archive import make_full
from tests.factories.meetings import RegistrationFactory

pytestmark = pytest.mark.django_db
Rule = Callable[[Any, Any], bool]


def inside(path: str = "circle") -> Rule:
    """What every member of the circle reads on its pages, and nobody else."""
    return lambda person, row: can_see_inside(person, followed(row, path))


def hanging(path: str, rule: Rule = lambda person, target: True) -> Rule:
    """A piece of an object: read where the object is."""
    return lambda person, row: sees(person, followed(row, path)) and rule(person, followed(row, path))


def sees(person: Any, row: Any) -> bool:
    return bool(type(row).objects.visible_to(person).filter(pk=row.pk).exists())


def followed(row: Any, path: str) -> Any:
    for name in path.split("."):
        row = getattr(row, name)
    return row


def decided(person: Any, row: Any) -> bool:
    """With the minutes, or because she took part."""
    return takes_part(person, row.meeting) or Minutes.objects.visible_to(person).filter(meeting=row.meeting).exists()


# A table that is not here fails: who declares one says where the site shows its rows.
SHOWN: dict[str, Rule] = {
    "cercle": sees, "themes": inside(), "chartes": sees, "chartes_acceptees": inside("version.circle"), "membres": inside(),
    "positions": sees, "etapes": inside(), "bilans": inside(), "bilans_semestriels": sees, "echanges": sees,
    "messages": hanging("thread"), "questions": hanging("thread"),
    "messages_avant": hanging("message.thread"), "messages_fichiers": hanging("message.thread"),
    "sondages": sees, "sondages_avant": hanging("poll"), "sondages_choix": hanging("poll"),
    "sondages_reponses": hanging("poll", can_see_results), "sondages_objections": hanging("poll", can_see_results),
    "sondages_bulletins": hanging("poll", can_see_results), "documents": sees,
    "documents_versions": hanging("document", can_see_versions), "rencontres": sees, "inscriptions": sees,
    "comptes_rendus": sees, "comptes_rendus_versions": hanging("minutes"), "decisions": decided, "a_faire": sees,
    "ce_que_chacun_retient": sees, "fiches": sees, "fiches_versions": hanging("sheet"), "fiches_accords": hanging("sheet"),
    "fiches_fichiers": hanging("sheet"), "reprises": sees,
}  # fmt: skip


def tables() -> list[Table]:
    return slots.collect("circle.archive")


def leaving(circle: Circle, person: Any, *, facilitates: bool) -> dict[str, list[Any]]:
    seat = Seat(circle=circle, facilitates=facilitates, person=person)
    return {table.name: list(table.rows(seat)) for table in tables()}


def unseen(rows: dict[str, list[Any]], person: Any) -> list[tuple[str, Any]]:
    return [(name, row) for name, found in rows.items() for row in found if not SHOWN[name](person, row)]


def test_each_table_says_where_its_rows_are_shown():
    assert {table.name for table in tables()} == set(SHOWN)


@pytest.mark.parametrize(("name", "facilitates"), [("member", False), ("facilitator", False), ("facilitator", True)])
def test_no_row_leaves_that_the_exporter_cannot_see(cast, name, facilitates):
    circle, person = make_full(cast), cast.person(name)
    rows = leaving(circle, person, facilitates=facilitates)
    empty = {found for found in rows if not rows[found]}
    assert (empty, unseen(rows, person)) == (NOTHING_YET, [])


def test_of_a_meeting_a_member_takes_away_who_came_and_not_who_declined_waited_or_was_missed(cast):
    circle = make_full(cast)
    meeting = circle.meetings.get(title="Louer à deux")
    states = ("invited", "waiting", "declined", "absent")
    hers = [RegistrationFactory(meeting=meeting, invited_by=cast.facilitator, **{state: True}) for state in states]
    rows = leaving(circle, cast.member, facilitates=False)
    assert ([row.state for row in rows["inscriptions"]], unseen(rows, cast.member)) == (["attended"], [])
    (own,) = hers[2:3]
    assert leaving(circle, own.person, facilitates=False)["inscriptions"][1:] == [own]
    assert len(leaving(circle, cast.facilitator, facilitates=True)["inscriptions"]) == 5


# The scene holds none: their rows are those of the object they hang on, as the others'.
NOTHING_YET = {"bilans", "questions", "sondages_avant", "sondages_objections", "fiches_fichiers"}


def test_nothing_of_another_circle_leaves(cast):
    circle = make_full(cast)
    other = Circle.objects.create(slug="autre", name="Autre", search_key="autre", purpose="Autre.", audience="network")
    CircleTheme.objects.create(circle=other, label="Le sien")
    alone = leaving(other, cast.facilitator, facilitates=True)
    assert {name: len(rows) for name, rows in alone.items() if rows} == {"cercle": 1, "themes": 1}
    assert other.pk not in {row.pk for row in leaving(circle, cast.facilitator, facilitates=True)["cercle"]}


@pytest.mark.parametrize("name", ["account", "former"])
def test_the_oracle_says_no(cast, name):
    """Of all that leaves with a facilitator, whoever left or only has an account is shown the circle itself and its charter."""
    rows, person = leaving(make_full(cast), cast.facilitator, facilitates=True), cast.person(name)
    refused = unseen(rows, person)
    assert {table for table, found in rows.items() for row in found if (table, row) not in refused} == {
        "cercle",
        "chartes",
    }


def test_the_oracle_sees_a_row_too_many(cast):
    """Somebody's draft, put among the sheets that leave with a member."""
    circle = make_full(cast)
    rows = leaving(circle, cast.member, facilitates=False)
    draft = PracticeSheet.objects.get(title="fiche gardée")
    rows["fiches"].append(draft)
    assert unseen(rows, cast.facilitator) == [("fiches", draft)]
