"""What the page of an organisation shows a reader."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cercles.organisations import rules
from cercles.organisations.enums import KINDS
from cercles.organisations.models import Affiliation, Claim, Organisation
from cercles.organisations.queries.links import people_shown
from cercles.references.models import Term


@dataclass(frozen=True)
class Tags:
    """One line of the identity in words: « Thèmes », and which."""

    label: str
    terms: list[Term]


@dataclass(frozen=True)
class Page:
    """Everything of the page but the panels of other rooms. The number of queries does not depend on what it holds."""

    facts: list[tuple[str, Any]]
    tags: list[Tags]
    goals: list[Any]
    people: list[Affiliation]
    is_claimed: bool
    claim: Claim | None
    aliases: list[Organisation]
    mine: list[Affiliation]
    can_edit: bool
    can_set_visibility: bool
    can_ask: bool
    can_join: bool
    can_add_people: bool
    can_repair: bool


def page_of(organisation: Organisation, reader: Any) -> Page:
    people = list(people_shown(organisation, reader))
    known = reader.is_authenticated
    repairs = rules.can_repair(reader, organisation)
    return Page(
        facts=_facts(organisation),
        tags=_tags(organisation),
        goals=list(organisation.goals.select_related("term")),
        people=people,
        is_claimed=organisation.is_claimed,
        claim=Claim.objects.open().filter(person=reader, organisation=organisation).first() if known else None,
        aliases=list(organisation.aliases.all()) if repairs else [],
        mine=[row for row in people if known and row.person_id == reader.pk],
        can_edit=rules.can_edit_organisation(reader, organisation),
        can_set_visibility=rules.can_set_visibility(reader, organisation),
        can_ask=rules.can_ask_to_represent(reader, organisation),
        can_join=rules.can_join(reader, organisation),
        can_add_people=rules.can_add_people(reader, organisation),
        can_repair=repairs,
    )


def _facts(row: Organisation) -> list[tuple[str, Any]]:
    """What is known; the identifiers are said even when missing, the rest is left out."""
    known = [
        (_("Dénomination"), row.legal_name),
        (_("Sigle"), row.short_name),
        (_("Type"), ", ".join(str(KINDS.get(kind, kind)) for kind in row.kinds.split())),
        (_("Forme juridique"), row.legal_form),
        (_("Code NAF"), row.activity_code),
        ("SIREN", _spaced(row.siren, 3, 3, 3)),
        ("RNA", row.rna),
        ("RNF", row.rnf),
        (_("Adresse"), ", ".join(part for part in (row.address, row.post_code) if part)),
    ]
    return [("SIRET", _spaced(row.siret, 3, 3, 3, 5)), *((label, value) for label, value in known if value)]


def _spaced(number: str | None, *sizes: int) -> str:
    """« 807 469 317 00018 »: easier to compare with a paper."""
    parts: list[str] = []
    rest = number or ""
    for size in sizes:
        parts, rest = [*parts, rest[:size]], rest[size:]
    return "\u00a0".join(part for part in parts if part)


def _tags(row: Organisation) -> list[Tags]:
    found = [
        Tags(_("Thèmes"), list(row.themes.all())),
        Tags(_("Modèles économiques"), list(row.economic_models.all())),
        Tags(_("Rôles dans l’innovation"), list(row.innovation_roles.all())),
    ]
    return [tags for tags in found if tags.terms]
