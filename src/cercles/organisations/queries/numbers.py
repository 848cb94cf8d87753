"""An organisation by what names it alone: its reference on this site, or a number of a register."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from cercles.core.prepared import prepared
from cercles.organisations.models import Organisation
from cercles.organisations.queries.lines import worded
from cercles.organisations.queries.whole import COLUMNS, Whole, wholes

_MOST = 20  # establishments of one body: that there are several is all that is said of them


def known_by(reader: Any, text: str) -> list[tuple[str, Whole]]:
    """Those that ``text`` names, each with the reference that was met: of a duplicate, the page that speaks for it."""
    number = {name: value for name, value in worded(text).items() if name in ("siren", "siret", "rna")}
    met = _met(reader, **number) if number else _met(reader, ref=text.lower() if text.isalnum() else "")
    whole = {one.pk: one for one in wholes(_speaking(reader, [pk for _ref, pk in met]))} if met else {}
    found: dict[int, tuple[str, Whole]] = {}
    for ref, pk in met:
        if pk in whole and (pk not in found or ref == whole[pk].ref):
            found[pk] = (ref, whole[pk])
    return list(found.values())


@prepared
def _met(
    reader: Any, ref: str = "", siren: str = "", siret: str = "", rna: str = ""
) -> QuerySet[Organisation, tuple[str, int]]:
    """Reference of those met, and the id of the page that speaks for each."""
    equal = {"ref": ref, "siren": siren, "siret": siret, "rna": rna}
    query = Q(**{name: value for name, value in equal.items() if value})
    if not query:
        return Organisation.objects.none().values_list("ref", "pk")
    found = Organisation.objects.visible_to(reader).filter(query).order_by("pk")
    return found.annotate(speaking=Coalesce(F("merged_into"), F("pk"))).values_list("ref", "speaking")[:_MOST]


@prepared
def _speaking(reader: Any, ids: Collection[int]) -> QuerySet[Organisation, Any]:
    return Organisation.objects.visible_to(reader).canonical().filter(pk__in=ids).values_list(*COLUMNS)
