"""Who belongs to what."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from cercles.core.prepared import prepared
from cercles.organisations.models import Affiliation, Organisation
from cercles.organisations.models.links import AffiliationQuerySet
from cercles.organisations.rules.kept import current_affiliations
from cercles.people.models import User


def family_ids(person: Any) -> list[int]:
    """The organisations of a person today, with the duplicates merged into them: whatever was written for one is for all."""
    canonical = {row.organisation.canonical_id for row in current_affiliations(person)}
    return _family(canonical) if canonical else []


@prepared
def _family(canonical: Collection[int]) -> QuerySet[Organisation, int]:
    family = Organisation.objects.filter(Q(pk__in=canonical) | Q(merged_into__in=canonical))
    return family.order_by("pk").values_list("pk", flat=True)


def representatives_of(organisation: Organisation) -> list[User]:
    """Those who speak for it today, each once."""
    rows = Affiliation.objects.representatives().within(organisation)
    return list(User.objects.filter(pk__in=rows.values("person"), is_active=True).order_by("search_key", "pk"))


def administrators() -> list[User]:
    """Who decides when nobody represents an organisation yet."""
    return list(User.objects.filter(is_administrator=True, is_active=True).order_by("pk"))


def people_shown(organisation: Organisation, reader: Any) -> AffiliationQuerySet:
    """Who belongs to it today, as far as the reader may know them; representatives first."""
    rows = Affiliation.objects.visible_to(reader).current().within(organisation)
    return rows.select_related("person", "organisation").order_by("person__search_key", "pk")
