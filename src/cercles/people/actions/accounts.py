"""How a person comes to be known, comes in, and writes her own page."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.core.errors import RuleBroken
from cercles.core.text import search_key
from cercles.journal.actions import record
from cercles.people import emails
from cercles.people.actions.consents import log_consent
from cercles.people.actions.legal import settled_terms
from cercles.people.enums import PAGE_VISIBILITIES, AccountState, Consent
from cercles.people.models import User
from cercles.search.actions import touch

UNCONFIRMED_LIFE = timedelta(days=2)  # of an address that somebody typed without ever showing it was hers


@transaction.atomic
def invite_person(*, email: str, by: Any, name: str = "", fictional: bool = False) -> User:
    """The person with this address, made ``invited`` if nobody knew her. The room above sends the one mail that says why.

    ``by`` is None for an import. An account that exists keeps its own name.
    """
    email = _clean_email(email)
    person = User.objects.select_for_update().filter(email=email).first()
    if person is None:
        known = {"state": AccountState.INVITED, "invited_by": by, "is_fictional": fictional}
        person, born = _known_or_born(email, " ".join(name.split())[:120], **known)
        if not born:  # invited by two people at the same moment
            return person
    elif person.state in (AccountState.PENDING, AccountState.ARRIVED):
        person.state, person.invited_by = AccountState.INVITED, by
        _rename(person, person.name or name)
        person.save(update_fields=["state", "invited_by", "name", "search_key"])
    else:
        return person
    record("people.invited", person, by=by)
    return person


@transaction.atomic
def introduce(*, person: User, name: str) -> User:
    """What somebody known by her address alone says she is called, from a letter; a name already known stays."""
    fresh = User.objects.select_for_update().get(pk=person.pk)
    if not fresh.name and name.strip():
        _rename(fresh, name)
        fresh.save(update_fields=["name", "search_key"])
    return fresh


@transaction.atomic
def ask_to_enter(*, email: str) -> User | None:
    """The person a code is sent to. A new address stays ``pending``, and is forgotten, unless the code comes back.

    None when the account is suspended: she is told so by mail, and the page says what it says to everybody.
    """
    email = _clean_email(email)
    known = User.objects.filter(email=email).first()
    if known is not None and not known.is_active:
        emails.suspended_at_the_door(known)
        return None
    return known or _known_or_born(email, state=AccountState.PENDING)[0]


@transaction.atomic
def enter(*, person: User) -> User:
    """She holds the mailbox: an invited or pending person becomes an active account. An active one is left as it is."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.state in (AccountState.INVITED, AccountState.PENDING, AccountState.ARRIVED):
        person.state, person.joined_at = AccountState.ACTIVE, clock.now()
        person.audience = person.page_audience
        person.save(update_fields=["state", "joined_at", "audience"])
        touch(person)
        record("people.joined", person, by=person)
    return person


@transaction.atomic
def settle_in(*, by: User, name: str, directory: bool = False, terms: int | None = None) -> User:
    """What a newcomer says once: her name, whether she wants to be in the directory, and the number of the terms she accepts.

    Terms that changed since she ticked them are not accepted for her: she is asked on the next page.
    """
    person = User.objects.select_for_update().get(pk=by.pk)
    _rename(person, name)
    person.settled_at = person.settled_at or clock.now()
    person.save(update_fields=["name", "search_key", "settled_at"])
    touch(person)
    settled_terms(person, terms)
    if directory != person.in_directory:
        log_consent(person, Consent.DIRECTORY, given=directory)
    return person


@transaction.atomic
def update_profile(
    *, by: User, name: str, about: str = "", phone: str = "", visibility: str, reached_by: str = Visibility.CIRCLE
) -> User:
    """Her own page. Nobody else writes it, so nobody else widens who sees it, nor who writes to her."""
    if reached_by not in PAGE_VISIBILITIES:
        raise RuleBroken("not_for_people", _("Choisissez qui peut vous écrire."), field="reached_by")
    if visibility not in PAGE_VISIBILITIES:
        raise RuleBroken("not_for_people", _("Choisissez qui voit votre page."), field="visibility")
    person = User.objects.select_for_update().get(pk=by.pk)
    before = person.visibility
    _rename(person, name)
    person.about, person.phone, person.visibility = about.strip(), phone.strip(), Visibility(visibility)
    person.audience, person.reached_by = person.page_audience, Visibility(reached_by)
    person.save(update_fields=["name", "search_key", "about", "phone", "visibility", "reached_by", "audience"])
    touch(person)
    if before != person.visibility:
        record("people.visibility_changed", person, by=by, before=before, after=str(person.visibility))
    return person


def _known_or_born(email: str, name: str = "", **fields: Any) -> tuple[User, bool]:
    """The person of this address, and whether this call made her: another process may do it at the same moment."""
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name, **fields), True
    except IntegrityError:
        return User.objects.get(email=email), False


def _clean_email(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        text = _("« %(email)s » n’est pas une adresse électronique complète. Exemple : prenom.nom@exemple.fr")
        raise RuleBroken("bad_address", text % {"email": email[:80]}, field="email") from None
    return email


def _rename(person: User, name: str) -> None:
    name = " ".join(name.split())[:120]
    if not name and person.state == AccountState.ACTIVE:
        raise RuleBroken("name_missing", _("Indiquez votre prénom et votre nom."), field="name")
    person.name, person.search_key = name, search_key(name)[:140]
