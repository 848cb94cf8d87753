"""Reads about people that pages and other rooms share."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from cercles.core import clock, links, retention, slots
from cercles.core.prepared import Listed, prepared
from cercles.core.text import search_key
from cercles.journal.models import Entry, IncomingMail, OutgoingMail
from cercles.people.enums import AccountState
from cercles.people.models import Purged, UnusedNotice, User, UserQuerySet

UNUSED = 3 * retention.YEAR
UNANSWERED = retention.YEAR
# After three years without a sign: a letter, another sixty days later, and the erasure thirty days after that one.
BETWEEN_NOTICES, AFTER_NOTICES = timedelta(days=60), timedelta(days=30)


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


def unused(now: datetime) -> UserQuerySet:
    """Active accounts without a sign for three years: no sign-in, no act in the site or from a mail, no mail to the site.

    Whoever administers is kept by her role, and the people of the demonstration are nobody.
    """
    since = now - UNUSED
    arrived = Q(joined_at__lt=since) | Q(joined_at__isnull=True, created_at__lt=since)
    found = User.objects.active().filter(arrived, Q(last_login__lt=since) | Q(last_login__isnull=True))
    return found.filter(
        ~Exists(Entry.objects.filter(by=OuterRef("pk"), at__gte=since).order_by()),
        ~Exists(IncomingMail.objects.filter(person=OuterRef("pk"), at__gte=since).order_by()),
        is_administrator=False, is_fictional=False,
    )  # fmt: skip


def to_warn(now: datetime) -> UserQuerySet:
    """Whom the first letter, or the second, is due to."""
    told = UnusedNotice.objects.filter(person=OuterRef("pk"))
    waiting = told.filter(Q(second_at__isnull=False) | Q(first_at__gt=now - BETWEEN_NOTICES))
    return unused(now).filter(~Exists(waiting))


def to_erase(now: datetime) -> UserQuerySet:
    """Told twice, and still no sign thirty days after the second letter."""
    told = UnusedNotice.objects.filter(person=OuterRef("pk"), second_at__lt=now - AFTER_NOTICES)
    return unused(now).filter(Exists(told))


def erased_on(notice: UnusedNotice) -> datetime:
    """Up to when a sign of hers keeps the account."""
    return (notice.second_at or notice.first_at + BETWEEN_NOTICES) + AFTER_NOTICES


def never_came(now: datetime) -> UserQuerySet:
    """Invited people to whom the site has written nothing for a year, and who never came."""
    since = now - UNANSWERED
    written = OutgoingMail.objects.filter(person=OuterRef("pk"), created_at__gte=since).order_by()
    found = User.objects.filter(state=AccountState.INVITED, is_fictional=False, created_at__lt=since)
    return found.filter(~Exists(written))


SOON = timedelta(days=30)


@dataclass(frozen=True)
class Kept:
    """A rule as it stands: rows whose time is over, those whose time will be over within thirty days, letters due, the last purge."""

    rule: retention.Rule
    now: int
    soon: int
    letters: int
    last: Purged | None


def kept(now: datetime | None = None) -> list[Kept]:
    """Every rule of every room, and what it would do now."""
    now, rules = now or clock.now(), retention.rules()
    last: dict[str, Purged] = {}
    for row in Purged.objects.order_by("day"):
        last[row.rule] = row
    return [
        Kept(
            rule, over := rule.due(now).count(), rule.due(now + SOON).count() - over,
            rule.warned.due(now).count() if rule.warned else 0, last.get(rule.code),
        )
        for rule in rules
    ]  # fmt: skip


@dataclass(frozen=True)
class Registered:
    """An entry of the register, with what the tables themselves say: ``(table, columns that name or reach a person)``."""

    processing: retention.Processing
    tables: list[tuple[str, list[str]]]
    rules: list[retention.Rule]


def register() -> list[Registered]:
    """The register of processing: what rooms declare, and what is read of the tables and of the rules in force."""
    rules = {rule.code: rule for rule in retention.rules()}
    return [
        Registered(
            one,
            [(label, retention.personal_columns(apps.get_model(label))) for label in one.models],
            [rules[code] for code in one.rules],
        )
        for one in retention.processings()
    ]


def unruled() -> list[str]:
    """Tables that name or reach a person, that no retention rule empties, and of which no reason says why; empty, or a test fails."""
    now = clock.now()
    ruled = {rule.due(now).model._meta.label for rule in retention.rules()}
    told = {label for one in retention.processings() for label in one.reasons}
    return sorted(
        model._meta.label for model in apps.get_models()
        if retention.personal_columns(model) and model._meta.label not in ruled | told
    )  # fmt: skip


def unregistered() -> list[str]:
    """Tables that name or reach a person and that no entry of the register tells; empty, or a test fails."""
    told = {label for one in retention.processings() for label in one.models}
    return sorted(
        model._meta.label for model in apps.get_models()
        if retention.personal_columns(model) and model._meta.label not in told
    )  # fmt: skip
