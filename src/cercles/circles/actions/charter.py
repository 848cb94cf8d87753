"""Publish the next version of a charter; accept the one that was read."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import locked_open
from cercles.circles.emails import life
from cercles.circles.models import CharterAcceptance, CharterVersion, Circle, Membership
from cercles.circles.queries import current_charter, people_to_ask, representatives_to_ask
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.organisations.models import Affiliation, Organisation


def note_acceptance(version: CharterVersion, *, person: Any) -> CharterAcceptance:
    """The row, once: a second acceptance of the same version is the first one."""
    return _noted(version, person=person)[0]


def _noted(
    version: CharterVersion, *, person: Any, organisation: Organisation | None = None
) -> tuple[CharterAcceptance, bool]:
    """The row, and whether this act made it."""
    who = {"organisation": organisation} if organisation else {"person": person, "organisation": None}
    return CharterAcceptance.objects.get_or_create(
        version=version, **who, defaults={"person": person, "at": clock.now()}
    )


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
def publish_charter(*, circle: Circle, by: Any, text: str, change_note: str, base: int) -> CharterVersion:
    """The next version, from the one numbered ``base`` that was on the screen; every member is asked again, by letter."""
    fresh = locked_open(circle)
    current = current_charter(fresh)
    number = current.number if current else 0
    if base != number:
        raise RuleBroken(
            "charter_changed",
            _("Une autre version vient d’être publiée. Reprenez votre changement à partir d’elle."),
            field="text",
        )
    text = text.strip()
    if current and text == current.text:
        raise RuleBroken("charter_same", _("Ce texte est déjà celui de la charte."), field="text")
    if current and not change_note.strip():
        raise RuleBroken("note_missing", _("Dites en une phrase ce qui change."), field="change_note")
    version = CharterVersion.objects.create(
        circle=fresh, number=number + 1, text=text, change_note=change_note.strip() if current else "",
        published_at=clock.now(), published_by=by,
    )  # fmt: skip
    if Membership.objects.current().filter(circle=fresh, person=by).exists():
        note_acceptance(version, person=by)
    journal.record("circles.charter_published", fresh, by=by, audience=fresh.members_audience, version=version.number)
    journal.enqueue("circles.charter_letters", key=f"circle-charter-letters-{version.pk}", version=version.pk)
    return version


def ask_representatives(circle: Circle, organisation: Organisation) -> None:
    """An organisation has somebody in the circle: those who represent it are asked, by letter, to accept the charter in its name."""
    current = current_charter(circle)
    if current is None:
        return
    for asked, person in representatives_to_ask(current):
        if asked == organisation:
            life.charter_changed_for(current, organisation, person)


def write_charter_letters(version: int) -> None:
    """The worker's part: one letter a member, one a representative of each organisation present. Sent once however often it runs."""
    found = CharterVersion.objects.select_related("circle").get(pk=version)
    if current_charter(found.circle) != found:
        return
    for person in people_to_ask(found):
        life.charter_changed(found, person)
    for organisation, person in representatives_to_ask(found):
        life.charter_changed_for(found, organisation, person)


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
    acceptance, is_new = _noted(version, person=by, organisation=organisation)
    if not is_new:
        return acceptance
    journal.record(
        "circles.charter_accepted", circle, by=by, audience=circle.members_audience,
        version=version.number, organisation=organisation.pk if organisation else None,
    )  # fmt: skip
    return acceptance
