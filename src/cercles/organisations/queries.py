"""Reads that several callers share."""

from typing import Any

from django.db.models import Q

from cercles.organisations.models import Organisation
from cercles.organisations.rules.kept import current_affiliations


def family_ids(person: Any) -> list[int]:
    """The organisations of a person today, with the duplicates merged into them: whatever was written for one is for all."""
    canonical = {row.organisation.canonical_id for row in current_affiliations(person)}
    if not canonical:
        return []
    family = Organisation.objects.filter(Q(pk__in=canonical) | Q(merged_into__in=canonical))
    return list(family.order_by("pk").values_list("pk", flat=True))
