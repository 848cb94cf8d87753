"""Who belongs to what."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet

from cercles.core.prepared import prepared
from cercles.organisations.models import Affiliation, Organisation
from cercles.organisations.rules.kept import current_affiliations
from cercles.people.models import User


def family_ids(person: Any) -> list[int]:
    """The organisations of a person today, with the duplicates merged into them: whatever was written for one is for all."""
    canonical = {row.organisation.canonical_id for row in current_affiliations(person)}
    return sorted({*canonical, *_merged_into(canonical)}) if canonical else []


@prepared
def _merged_into(canonical: Collection[int]) -> QuerySet[Organisation, int]:
    """Apart: joined by an « or » to the keys themselves, the whole table is read."""
    return Organisation.objects.filter(merged_into__in=canonical).order_by().values_list("pk", flat=True)


def representatives_of(organisation: Organisation) -> list[User]:
    """Those who speak for it today, each once."""
    rows = Affiliation.objects.representatives().within(organisation)
    return list(User.objects.filter(pk__in=rows.values("person"), is_active=True).order_by("search_key", "pk"))


def administrators() -> list[User]:
    """Who decides when nobody represents an organisation yet."""
    return list(User.objects.filter(is_administrator=True, is_active=True).order_by("pk"))


@prepared
def people_shown(family: Collection[int], reader: Any, today: date) -> QuerySet[Affiliation]:
    """Who belongs today to one of ``family``, as far as the reader may know them."""
    rows = Affiliation.objects.visible_to(reader).current(today).filter(organisation__in=family)
    columns = ("ref", "role", "title", "person__ref", "person__name", "person__email", "person__state")
    return rows.select_related("person").order_by("person__search_key", "pk").only(*columns)


@prepared
def speak_for(family: Collection[int], today: date) -> QuerySet[Affiliation, int]:
    """The links of those who represent one of ``family`` today: one is enough to know that somebody does."""
    rows = Affiliation.objects.representatives(today).filter(organisation__in=family)
    return rows.order_by().values_list("pk", flat=True)[:1]


def keepers_of(organisation: Organisation) -> list[tuple[User, bool]]:
    """Who answers for its page, and whether she represents it: its representatives, or the administrators when it has none."""
    speak = representatives_of(organisation)
    return [(person, True) for person in speak] or [(person, False) for person in administrators()]
