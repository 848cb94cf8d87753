"""Which version of a page is in force, who has still to accept it, and what is left to say before publishing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from cercles.core import clock
from cercles.core.difference import Passage, difference
from cercles.people.enums import AccountState, LegalPage
from cercles.people.models import LegalAcceptance, LegalDraft, LegalVersion, User, UserQuerySet
from cercles.people.queries import marks


def terms_in_force(day: date | None = None) -> LegalVersion | None:
    """The terms of use of that day, whether or not they ask to be accepted."""
    return current(LegalVersion.objects.filter(page=LegalPage.TERMS), day or clock.today())


def current(versions: Iterable[LegalVersion], day: date) -> LegalVersion | None:
    """The one in force among the versions of a page."""
    come = [version for version in versions if version.in_force_on <= day]
    return max(come, key=lambda version: version.number, default=None)


def terms_wait(day: date) -> Exists:
    """Of people: terms in force ask to be accepted and she accepted neither them nor later ones."""
    accepted = LegalAcceptance.objects.filter(
        person=OuterRef(OuterRef("pk")), version__page=LegalPage.TERMS, version__number__gte=OuterRef("number")
    )
    asking = LegalVersion.objects.filter(
        ~Exists(accepted), page=LegalPage.TERMS, asks_acceptance=True, in_force_on__lte=day
    )
    return Exists(asking.order_by())


def terms_to_accept(person: Any) -> LegalVersion | None:
    """What she is asked to accept before going on; None when nothing waits for her. A newcomer (not signed in) is asked like anybody."""
    asked = LegalVersion.objects.filter(page=LegalPage.TERMS, asks_acceptance=True, in_force_on__lte=clock.today())
    if person.is_authenticated and not User.objects.filter(terms_wait(clock.today()), pk=person.pk).exists():
        return None
    return terms_in_force() if asked.exists() else None


def last_accepted(person: Any) -> LegalVersion | None:
    found = LegalVersion.objects.filter(page=LegalPage.TERMS, acceptances__person=person)
    return found.order_by("-number").first()


def people_to_ask(version: LegalVersion) -> UserQuerySet:
    """Active people who have accepted neither this version nor a later one."""
    accepted = LegalAcceptance.objects.filter(
        person=OuterRef("pk"), version__page=LegalPage.TERMS, version__number__gte=version.number
    )
    return User.objects.active().filter(~Exists(accepted))


def latest(page: str) -> LegalVersion | None:
    """The last published, in force or announced."""
    return LegalVersion.objects.filter(page=page).order_by("-number").first()


@dataclass(frozen=True)
class Shown:
    """A page as anybody reads it: the text in force, or what the software can say by itself; what is announced; every version."""

    page: LegalPage
    current: LegalVersion | None
    text: str
    announced: LegalVersion | None
    versions: list[LegalVersion]


def shown(page: LegalPage) -> Shown:
    versions = list(LegalVersion.objects.filter(page=page).order_by("-number"))
    now = current(versions, clock.today())
    text = now.text if now else marks.without_holes(marks.expanded(marks.first_text(page)))
    announced = versions[0] if versions and versions[0] != now else None
    return Shown(page, now, text, announced, versions)


def changes_since(former: LegalVersion | None, text: str) -> list[list[Passage]]:
    return difference(former.text, text) if former else []


@dataclass(frozen=True)
class Kept:
    """A page as whoever administers sees it. ``holes``: what its draft, or the text proposed, leaves unsaid; ``old``: what the software
    does has changed since it was published; ``accepted`` of ``people`` accepted what is in force."""

    page: LegalPage
    current: LegalVersion | None
    announced: LegalVersion | None
    draft: LegalDraft | None
    holes: list[str]
    old: bool
    accepted: int
    people: int


def pages_to_look_at() -> tuple[list[LegalPage], list[LegalPage]]:
    """Those that nobody published, and those that no longer say what the site does. One query."""
    newer = LegalVersion.objects.filter(page=OuterRef("page"), number__gt=OuterRef("number"))
    last = {version.page: version for version in LegalVersion.objects.filter(~Exists(newer.order_by())).order_by()}
    missing = [page for page in LegalPage if page not in last]
    return missing, [page for page in LegalPage if page in last and is_old(last[page])]


def is_old(version: LegalVersion) -> bool:
    """What the software or the settings say has changed since it was published."""
    return marks.expanded(version.source) != version.text


def legal_pages() -> list[Kept]:
    """The four pages, whatever the number of versions, drafts and people, in four queries."""
    versions: dict[str, list[LegalVersion]] = {page: [] for page in LegalPage.values}
    for version in LegalVersion.objects.order_by("page", "-number"):
        versions[version.page].append(version)
    drafts = {draft.page: draft for draft in LegalDraft.objects.select_related("changed_by")}
    return [_kept(LegalPage(page), found, drafts.get(page)) for page, found in versions.items()]


def _kept(page: LegalPage, versions: list[LegalVersion], draft: LegalDraft | None) -> Kept:
    now = current(versions, clock.today())
    source = draft.text if draft else versions[0].source if versions else marks.first_text(page)
    old = bool(versions) and is_old(versions[0])
    accepted, people = acceptances(now) if now and page == LegalPage.TERMS else (0, 0)
    announced = versions[0] if versions and versions[0] != now else None
    return Kept(page, now, announced, draft, marks.holes(marks.expanded(source)), old, accepted, people)


def acceptances(version: LegalVersion) -> tuple[int, int]:
    """How many active people accepted this version or a later one, of how many. Never who."""
    later = Q(legal_acceptances__version__page=version.page, legal_acceptances__version__number__gte=version.number)
    counted = User.objects.filter(state=AccountState.ACTIVE, is_active=True).aggregate(
        accepted=Count("pk", filter=later, distinct=True), people=Count("pk", distinct=True)
    )
    return counted["accepted"], counted["people"]


def start_of(page: LegalPage) -> tuple[str, int]:
    """What one begins to write from: the last version, else the text proposed; and its number."""
    last = latest(page)
    return (last.source, last.number) if last else (marks.first_text(page), 0)
