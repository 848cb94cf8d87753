"""Publish the next version of a charter; accept the one that was read."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import locked_open
from cercles.circles.models import CharterAcceptance, CharterVersion, Membership
from cercles.circles.queries import current_charter
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.organisations.models import Affiliation, Organisation


def note_acceptance(
    version: CharterVersion, *, person: Any, organisation: Organisation | None = None
) -> CharterAcceptance:
    """The row, once: a second acceptance of the same version is the first one."""
    who = {"organisation": organisation} if organisation else {"person": person, "organisation": None}
    found = CharterAcceptance.objects.filter(version=version, **who).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return CharterAcceptance.objects.create(
                version=version, person=person, organisation=organisation, at=clock.now()
            )
    except IntegrityError:
        return CharterAcceptance.objects.get(version=version, **who)


def check_current(version: CharterVersion) -> None:
    """The one who accepts read the text in force; call it with the circle locked."""
    current = current_charter(version.circle)
    if current != version:
        raise RuleBroken(
            "charter_changed",
            _("La charte a changé pendant votre lecture. Relisez ce qui change, puis acceptez la version %(number)s.")
            % {"number": current.number if current else "?"},
            field="version",
        )


@transaction.atomic
def accept_charter(*, version: CharterVersion, by: Any, organisation: Organisation | None = None) -> CharterAcceptance:
    """``by`` accepts the version she read: for herself, or for the organisation she represents."""
    circle = locked_open(version.circle)
    check_current(version)
    members = Membership.objects.current().filter(circle=circle)
    if organisation is None:
        allowed = members.filter(person=by).exists()
    else:
        speaks = Affiliation.objects.representatives().filter(person=by, organisation=organisation).exists()
        allowed = speaks and members.filter(organisation=organisation).exists()
    if not allowed:
        raise RuleBroken(
            "not_yours_to_accept", _("Seul un membre, ou qui représente une organisation membre, accepte.")
        )
    acceptance = note_acceptance(version, person=by, organisation=organisation)
    journal.record(
        "circle.charter_accepted", circle, by=by, audience=circle.members_audience,
        version=version.number, organisation=organisation.pk if organisation else None,
    )  # fmt: skip
    return acceptance
