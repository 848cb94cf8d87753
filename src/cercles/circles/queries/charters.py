"""The charter: its draft, its current version, who still has to accept it, and what changed, in words."""

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from cercles.circles.models import CharterAcceptance, CharterVersion, Circle, Membership
from cercles.circles.rules import memory
from cercles.core.difference import difference
from cercles.core.prepared import prepared
from cercles.organisations.models import Affiliation, Organisation
from cercles.organisations.rules.kept import current_affiliations
from cercles.people.models import User

_DRAFT = Path(__file__).resolve().parent.parent / "data" / "charte.md"


@cache
def draft_charter() -> str:
    """The text proposed to who opens a circle, to adapt."""
    return _DRAFT.read_text(encoding="utf-8").strip()


def current_charter(circle: Circle) -> CharterVersion | None:
    return next(iter(_last(circle)), None)


@prepared
def _last(circle: Circle) -> QuerySet[CharterVersion]:
    return CharterVersion.objects.filter(circle=circle).order_by("-number")[:1]


def has_accepted(version: CharterVersion, person: Any) -> bool:
    return bool(_accepted_by(version, person))


@prepared
def _accepted_by(version: CharterVersion, person: Any) -> QuerySet[CharterAcceptance, int]:
    found = CharterAcceptance.objects.filter(version=version, person=person, organisation__isnull=True)
    return found.values_list("pk", flat=True)


def people_to_ask(version: CharterVersion) -> QuerySet[User]:
    """Current members who have not accepted this version."""
    accepted = CharterAcceptance.objects.filter(version=version, person=OuterRef("pk"), organisation__isnull=True)
    members = Membership.objects.current().filter(circle=version.circle).values("person")
    return User.objects.filter(~Exists(accepted), pk__in=members).order_by("search_key", "id")


def representatives_to_ask(version: CharterVersion) -> list[tuple[Organisation, User]]:
    """(organisation, who represents it) for the organisations present that have not accepted this version."""
    accepted = CharterAcceptance.objects.filter(version=version, organisation=OuterRef("organisation"))
    present = Membership.objects.current().filter(circle=version.circle).values("organisation")
    rows = (
        Affiliation.objects.representatives()
        .filter(~Exists(accepted), organisation__in=present)
        .select_related("organisation", "person")
        .order_by("organisation__search_key", "id")
    )
    return [(row.organisation, row.person) for row in rows]


def organisations_to_accept(version: CharterVersion, person: Any) -> list[Organisation]:
    """The organisations of the circle that ``person`` represents and that have not accepted this version."""
    spoken_for = {row.organisation_id for row in current_affiliations(person) if row.is_representative}
    return _to_accept(version, version.circle_id, spoken_for)


@prepared
def _to_accept(version: CharterVersion, circle: int, organisations: Collection[int]) -> QuerySet[Organisation]:
    accepted = CharterAcceptance.objects.filter(version=version, organisation=OuterRef("pk"))
    present = Membership.objects.current().filter(circle=circle, organisation=OuterRef("pk"))
    found = Organisation.objects.filter(~Exists(accepted), Exists(present), pk__in=organisations)
    return found.order_by("search_key", "id")


_NAMED = ("person__name", "person__email", "person__state", "organisation__name")


@prepared
def _versions(circle: Circle) -> QuerySet[CharterVersion]:
    """The newest first, without their texts."""
    return CharterVersion.objects.filter(circle=circle).order_by("-number").defer("text")


@prepared
def _text(circle: Circle, number: int) -> QuerySet[CharterVersion, str]:
    return CharterVersion.objects.filter(circle=circle, number=number).values_list("text", flat=True)


@prepared
def _accepted(version: CharterVersion) -> QuerySet[CharterAcceptance]:
    rows = CharterAcceptance.objects.filter(version=version).select_related("person", "organisation")
    return rows.only("at", *_NAMED)


@prepared
def _waiting(version: CharterVersion, circle: int) -> QuerySet[User]:
    accepted = CharterAcceptance.objects.filter(version=version, person=OuterRef("pk"), organisation__isnull=True)
    members = Membership.objects.current().filter(circle=circle).order_by().values("person")
    found = User.objects.filter(~Exists(accepted), pk__in=members).order_by("search_key", "id")
    return found.only("name", "email", "state")


@prepared
def _organisations_waiting(version: CharterVersion, circle: int) -> QuerySet[Organisation]:
    """Those that have a member here and in whose name nobody has accepted."""
    accepted = CharterAcceptance.objects.filter(version=version, organisation=OuterRef("pk"))
    present = Membership.objects.current().filter(circle=circle).order_by().values("organisation")
    return Organisation.objects.filter(~Exists(accepted), pk__in=present).order_by("search_key", "id").only("name")


def charter_page(circle: Circle, reader: Any) -> dict[str, Any]:
    """What the page of the charter shows: the text to all who know of the circle, who accepted it to members."""
    current = current_charter(circle)
    inside = memory.membership_of(reader, circle) is not None
    own_waits = bool(current and inside and not has_accepted(current, reader))
    organisations = organisations_to_accept(current, reader) if current and reader.is_authenticated else []
    context: dict[str, Any] = {
        "current": current, "own_waits": own_waits, "organisations_wait": organisations,
        "versions": [], "accepted": [], "waiting": [], "changes": [],
    }  # fmt: skip
    if not inside or current is None:
        return context
    # What changed is for whoever is about to accept it: comparing two texts takes longer than the rest of the page.
    former = _text(circle, current.number - 1) if own_waits or organisations else []
    return context | {
        "versions": _versions(circle),
        "accepted": _accepted(current),
        "waiting": [*_waiting(current, circle.pk), *_organisations_waiting(current, circle.pk)],
        "changes": difference(former[0], current.text) if former else [],
    }
