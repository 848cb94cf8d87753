"""Reads about people that pages and other rooms share."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cercles.core import links, slots
from cercles.core.prepared import Listed, prepared
from cercles.core.text import search_key
from cercles.people.enums import TERMS_VERSION, AccountState, Consent
from cercles.people.models import ConsentRecord, User, UserQuerySet


@dataclass(frozen=True)
class DemoPerson:
    """A fictional person one may enter as: her part in the story, and one thing to try in her place."""

    person: User
    role: str
    try_this: str


def demo_people() -> list[DemoPerson]:
    """Whom the demonstration offers; never anybody real."""
    offered = slots.collect("demo.people")
    return [demo for demo in offered if demo.person.is_fictional and demo.person.state == AccountState.ACTIVE]


@prepared
def _seen(reader: Any, ref: str) -> QuerySet[User]:
    return User.objects.visible_to(reader).filter(ref=ref)


def person_seen(reader: Any, ref: str) -> User | None:
    """The person of that address, if the reader may see her page."""
    return next(iter(_seen(reader, ref)), None)


@prepared
def _directory(reader: Any, words: tuple[str, ...]) -> QuerySet[User]:
    found = User.objects.visible_to(reader).active().filter(in_directory=True)
    for word in words:
        found = found.filter(search_key__contains=word)
    return found.only("ref", "name", "email", "state", "about", "is_fictional")


def directory(reader: Any, words: str = "") -> Listed:
    """The people who chose to be listed and whose page the reader may see; each word must stand in the name."""
    return _directory.listed(reader, _words(words))


def _words(text: str) -> tuple[str, ...]:
    return tuple(search_key(text).split()[:6])


def accounts(words: str = "") -> UserQuerySet:
    """Every account, for those who administer them, by name or by address: whoever was only invited may have no name yet."""
    found = User.objects.exclude(state=AccountState.ERASED)
    if "@" in words:
        return found.filter(email__contains=words.lower())
    for word in _words(words):
        found = found.filter(search_key__contains=word)
    return found


def has_settled(person: User) -> bool:
    """She said her name and accepted the terms in force."""
    accepted = ConsentRecord.objects.filter(person=person, kind=Consent.TERMS, version=TERMS_VERSION, given=True)
    return bool(person.name) and accepted.exists()


def given_consents(person: User) -> dict[str, bool]:
    """Where each consent stands, from the last line of the log."""
    return dict(person.consents.order_by("at", "id").values_list("kind", "given"))


def erasure_told(person: User) -> list[tuple[bool, str]]:
    """What erasing the account deletes and what stays, ``(kept, sentence)``, as each room says it."""
    return slots.collect("person.erase_told", person)


def person_of(claim: links.Claim) -> User | None:
    """Who a signed link acts for; None when she left or is suspended: then the link does nothing."""
    known = (AccountState.ACTIVE, AccountState.INVITED)
    return User.objects.filter(pk=claim.person_id, state__in=known, is_active=True).first()
