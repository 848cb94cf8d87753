"""What administrators do with accounts. Each decision is written with its reason and told to the person."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core.addresses import Address
from cercles.core.errors import RuleBroken
from cercles.journal.actions import record
from cercles.people import emails
from cercles.people.actions.accounts import invite_person
from cercles.people.enums import AccountState
from cercles.people.models import User
from cercles.search.actions import touch

MOST_INVITED_AT_ONCE = 200


@transaction.atomic
def invite_to_platform(*, addresses: Iterable[Address], by: User, message: str = "") -> list[User]:
    """Invite those who are not here yet, one mail each a day; gives the people written to."""
    addresses = list(addresses)
    if len(addresses) > MOST_INVITED_AT_ONCE:
        text = _("Invitez au plus %(most)d personnes à la fois ; votre liste en compte %(count)d.")
        told = text % {"most": MOST_INVITED_AT_ONCE, "count": len(addresses)}
        raise RuleBroken("too_many_addresses", told, field="addresses")
    people = [invite_person(email=address.email, name=address.name, by=by) for address in addresses]
    invited = [person for person in people if person.state == AccountState.INVITED and person.is_active]
    for person in invited:
        emails.platform_invitation(person, by, message.strip())
    return invited


@transaction.atomic
def suspend(*, person: User, by: User, reason: str) -> User:
    """Nobody enters with this account until it is reactivated; links stop acting too."""
    reason = reason.strip()
    if not reason:
        raise RuleBroken("reason_missing", _("Dites pourquoi en une phrase : la personne la lira."), field="reason")
    person = _locked(person)
    if person.pk == by.pk:
        raise RuleBroken("not_oneself", _("Vous ne pouvez pas suspendre votre propre compte."))
    if person.is_suspended:
        return person
    if person.is_administrator:
        _keep_one_administrator(person)
    person.is_active, person.is_administrator, person.suspended_reason = False, False, reason[:500]
    person.save(update_fields=["is_active", "is_administrator", "suspended_reason"])
    touch(person)
    record("people.suspended", person, by=by, reason=reason)
    emails.suspended(person)
    return person


@transaction.atomic
def reactivate(*, person: User, by: User, reason: str = "") -> User:
    person = _locked(person)
    if not person.is_suspended:
        return person
    person.is_active, person.suspended_reason = True, ""
    person.save(update_fields=["is_active", "suspended_reason"])
    touch(person)
    record("people.reactivated", person, by=by, reason=reason.strip())
    emails.reactivated(person)
    return person


@transaction.atomic
def set_administrator(*, person: User, by: User, given: bool) -> User:
    """Hand over or take back the administration of the platform. There is always somebody left."""
    person = _locked(person)
    if person.is_administrator == given:
        return person
    if given and (person.state != AccountState.ACTIVE or not person.is_active):
        raise RuleBroken("not_active", _("Cette personne n’est pas encore venue : attendez sa première visite."))
    if not given:
        _keep_one_administrator(person)
    person.is_administrator = given
    person.save(update_fields=["is_administrator"])
    record("people.administrator_made" if given else "people.administrator_withdrawn", person, by=by)
    emails.administrator_changed(person, by)
    return person


@transaction.atomic
def appoint_administrator(*, email: str) -> User:
    """The first administrator, named on the machine itself by whoever installs, when nobody is there yet to hand it over.

    She may never have come: her first code opens the account.
    """
    person = _locked(invite_person(email=email, by=None))
    if not person.is_active:
        raise RuleBroken("suspended", _("Ce compte est suspendu : rouvrez-le d’abord."))
    if not person.is_administrator:
        person.is_administrator = True
        person.save(update_fields=["is_administrator"])
        record("people.administrator_made", person, by=None)
    return person


def _locked(person: User) -> User:
    return User.objects.select_for_update().exclude(state=AccountState.ERASED).get(pk=person.pk)


def _keep_one_administrator(person: User) -> None:
    """Locks every administrator, so that the last two cannot leave at the same moment."""
    administrators = list(User.objects.select_for_update().active().filter(is_administrator=True).order_by("pk"))
    if [other for other in administrators if other.pk != person.pk]:
        return
    text = _("Il ne resterait personne pour administrer la plateforme : confiez d’abord ce rôle à quelqu’un d’autre.")
    raise RuleBroken("last_administrator", text)


def last_administrator(person: User) -> list[str]:
    """Why the only administrator may not leave, and what to do."""
    if (
        not person.is_administrator
        or User.objects.active().filter(is_administrator=True).exclude(pk=person.pk).exists()
    ):
        return []
    return [_("Vous êtes la seule personne à administrer la plateforme : confiez d’abord ce rôle à quelqu’un d’autre.")]
