"""What the page of an organisation shows a reader."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import when
from cercles.organisations import rules
from cercles.organisations.enums import KINDS, AffiliationRole
from cercles.organisations.models import Affiliation, Claim, Goal, Organisation
from cercles.organisations.models.identifiers import IDENTIFIERS
from cercles.organisations.queries.links import people_shown, speak_for
from cercles.organisations.queries.provenance import Origin, has_differences, origins


@dataclass(frozen=True)
class Somebody:
    """A person of the organisation, as plain values; ``edit_url`` is empty for who may not change that link."""

    name: str
    url: str
    title: str
    role: str
    edit_url: str


@dataclass(frozen=True)
class Page:
    """Everything of the page but the panels of other rooms. The number of queries does not depend on what it holds.

    ``tags``: labels by the name of their list; ``goals``: labels, and whether it is the main one.
    """

    facts: list[tuple[str, Any]]
    tags: list[tuple[str, list[str]]]
    goals: list[tuple[str, bool]]
    people: list[dict[str, Any]]
    is_mine: bool
    is_claimed: bool
    claim: Claim | None
    aliases: list[Organisation]
    can_edit: bool
    can_set_visibility: bool
    can_ask: bool
    can_join: bool
    can_add_people: bool
    can_repair: bool
    can_take_back: bool
    origins: list[Origin]
    differs: bool


def organisation_at(ref: str, reader: Any) -> Organisation | None:
    """The one of this address as far as the reader may see; of a duplicate, the one that speaks for it."""
    found = next(iter(_visible(ref, reader)), None)
    return next(iter(_speaking(found.merged_into_id, reader)), None) if found and found.merged_into_id else found


@prepared
def _visible(ref: str, reader: Any) -> QuerySet[Organisation]:
    return Organisation.objects.visible_to(reader).filter(ref=ref).select_related("category", "seat__parent")


@prepared
def _speaking(pk: int, reader: Any) -> QuerySet[Organisation]:
    return Organisation.objects.visible_to(reader).filter(pk=pk)


def page_of(organisation: Organisation, reader: Any) -> Page:
    merged, today = list(_merged(organisation.canonical_id)), clock.today()
    family = [organisation.canonical_id, *(row.pk for row in merged)]
    people = people_shown(family, reader, today)
    known = reader.is_authenticated
    repairs, adds = rules.can_repair(reader, organisation), rules.can_add_people(reader, organisation)
    takes_back = rules.can_take_back(reader, organisation)
    return Page(
        facts=_facts(organisation, merged),
        tags=_tags(organisation),
        goals=[(label, rank == 1) for label, rank in _goals(organisation)],
        people=[_somebody(row, adds or (known and row.person_id == reader.pk)) for row in people],
        is_mine=known and any(row.person_id == reader.pk for row in people),
        is_claimed=bool(speak_for(family, today)),
        claim=next(iter(_claim(reader, organisation)), None) if known else None,
        aliases=merged if repairs else [],
        can_edit=rules.can_edit_organisation(reader, organisation),
        can_set_visibility=rules.can_set_visibility(reader, organisation),
        can_ask=rules.can_ask_to_represent(reader, organisation),
        can_join=rules.can_join(reader, organisation),
        can_add_people=adds,
        can_repair=repairs,
        can_take_back=takes_back,
        origins=origins(organisation),
        differs=takes_back and has_differences(organisation),
    )


def _somebody(row: Affiliation, may_edit: bool) -> dict[str, Any]:
    url = address_of("people:person", row.person.ref)
    edit_url = address_of("organisations:link_edit", row.ref) if may_edit else ""
    return vars(Somebody(row.person.display_name, url, row.title, str(AffiliationRole(row.role).label), edit_url))


@prepared
def _claim(person: Any, organisation: Organisation) -> QuerySet[Claim]:
    return Claim.objects.open().filter(person=person, organisation=organisation)[:1]


@prepared
def _merged(pk: int) -> QuerySet[Organisation]:
    """The duplicates that lead here: their identifiers are its own too."""
    columns = ("ref", "name", "merged_into", *IDENTIFIERS)
    return Organisation.objects.filter(merged_into=pk).order_by("pk").only(*columns)


def _facts(row: Organisation, merged: list[Organisation]) -> list[tuple[str, Any]]:
    """What is known; the SIRET is said even when missing, the rest is left out."""
    siren, siret, rna, rnf = (_all_of(name, row, *merged) for name in ("siren", "siret", "rna", "rnf"))
    place = " ".join(part for part in (row.post_code, row.seat.name if row.seat else "") if part)
    known = [
        ("SIREN", _spaced(siren, 3, 3, 3)),
        ("RNA", ", ".join(rna)),
        ("RNF", ", ".join(rnf)),
        (_("Adresse"), ", ".join(part for part in (row.address, place) if part)),
        (_("Dénomination"), row.legal_name),
        (_("Sigle"), row.short_name),
        (_("Type"), ", ".join(str(KINDS.get(kind, kind)) for kind in row.kinds.split())),
        (_("Forme juridique"), row.legal_form),
        (_("Code NAF"), row.activity_code),
        (_("Création"), when(row.founded_on)),
        (_("Effectif"), _workforce(row)),
        (_("Économie sociale et solidaire"), row.is_ess and _("oui, selon Sirene")),
    ]
    return [("SIRET", _spaced(siret, 3, 3, 3, 5)), *((label, value) for label, value in known if value)]


def _workforce(row: Organisation) -> str:
    """A band and its year: a figure without its date says nothing."""
    band = row.get_workforce_display()
    return f"{band} ({row.workforce_year})" if band and row.workforce_year else band


def _all_of(name: str, *pages: Organisation) -> list[str]:
    return list(dict.fromkeys(value for page in pages if (value := getattr(page, name))))


def _spaced(numbers: list[str], *sizes: int) -> str:
    """« 807 469 317 00018 »: easier to compare with a paper."""
    return ", ".join(_cut(number, sizes) for number in numbers)


def _cut(number: str, sizes: tuple[int, ...]) -> str:
    ends = list(accumulate(sizes))
    return "\u00a0".join(number[end - size : end] for size, end in zip(sizes, ends, strict=True))


_LISTS: tuple[Any, ...] = (Organisation.themes, Organisation.economic_models, Organisation.innovation_roles)


def _tags(row: Organisation) -> list[tuple[str, list[str]]]:
    titles = (_("Thèmes"), _("Modèles économiques"), _("Rôles dans l’innovation"))
    found: list[list[str]] = [[], [], []]
    for number, _position, _code, label in sorted(_words(row)):
        found[number].append(label)
    return [(title, labels) for title, labels in zip(titles, found, strict=True) if labels]


@prepared
def _words(organisation: Organisation) -> QuerySet[Any, tuple[int, int, str, str]]:
    """The number of the list, the place and the code in the vocabulary, the label."""
    first, *rest = (
        tags.through.objects.filter(organisation=organisation)
        .annotate(number=Value(number))
        .values_list("number", "term__position", "term__code", "term__label")
        for number, tags in enumerate(_LISTS)
    )
    return first.union(*rest, all=True)


@prepared
def _goals(organisation: Organisation) -> QuerySet[Goal, tuple[str, int]]:
    return Goal.objects.filter(organisation=organisation).values_list("term__label", "rank")
