"""Enter a circle, be what one is in it, leave it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.charter import note_acceptance
from cercles.circles.actions.locks import locked_open
from cercles.circles.enums import CircleRole
from cercles.circles.models import CharterVersion, Circle, Membership
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.organisations.models import Affiliation, Organisation


def check_affiliation(person: Any, organisation: Organisation | None) -> None:
    """One is in a circle for an organisation one belongs to."""
    if organisation is None:
        return
    if not Affiliation.objects.current().filter(person=person, organisation=organisation).exists():
        raise RuleBroken(
            "organisation_not_hers",
            _("Choisissez une organisation à laquelle cette personne est rattachée, ou personne d’autre qu’elle-même."),
            field="organisation",
        )


@transaction.atomic
def add_member(
    *,
    circle: Circle,
    person: Any,
    by: Any,
    organisation: Organisation | None = None,
    role: str = CircleRole.MEMBER,
    version: CharterVersion | None = None,
    pioneer_since: date | None = None,
    since: datetime | None = None,
) -> Membership:
    """``person`` enters. ``version`` is the charter she read and accepted in the same act. Twice gives the same membership."""
    fresh = locked_open(circle)
    found = Membership.objects.current().filter(circle=fresh, person=person).first()
    if found is None:
        check_affiliation(person, organisation)
        found = Membership.objects.create(
            circle=fresh, person=person, organisation=organisation, role=role,
            pioneer_since=pioneer_since, since=since or clock.now(),
        )  # fmt: skip
        journal.record("circle.joined", fresh, by=by, audience=fresh.members_audience, person=person.pk)
    if version is not None:
        note_acceptance(version, person=person)
    memory.forget(person)
    return found
