"""Which page a draft speaks of, and what it may write there. Never by a likeness: a likeness is a doubt, which a person settles."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.core.text import search_key
from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.actions.imports.known import Known
from cercles.organisations.actions.speaking import Changed, hide, write
from cercles.organisations.enums import WHOLE_UNITS, DoubtKind, DoubtState, OrganisationState, Source
from cercles.organisations.models import Organisation
from cercles.organisations.models.organisation import UNIQUE_IDENTIFIERS
from cercles.territories.models import Territory

_BIRTH_ONLY = frozenset({"visibility", "is_fictional"})


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class Doubt:
    """The pages it may be."""

    kind: DoubtKind
    among: list[Organisation]


def meant_by(draft: Draft, known: Known) -> Organisation | Doubt | None:
    """One page, a doubt or none; a row whose identifiers lead to two pages is refused."""
    decided = known.decided(draft)
    said = next((pk for pk, state in decided.items() if state == DoubtState.SAME), None)
    if said is not None and (page := known.page(said)) is not None:
        return page
    others = {pk for pk, state in decided.items() if state == DoubtState.ANOTHER}
    own = known.by(draft.source, draft.source_key) if draft.source_key else None
    found = _by_identifier(draft, known, others, own)
    if found is not None:
        is_own = found is own or (draft.source, draft.source_key) == (found.source, found.source_key)
        if not is_own and _contradicts(draft, found):
            return Doubt(DoubtKind.CONFLICT, [found])
        return found if own is None or not _is_of_units(draft) else _of_the_unit(own, found)
    by_ref = known.by("ref", draft.ref) if draft.ref else None
    return by_ref or own or _by_likeness(draft, known, others)


def _by_identifier(draft: Draft, known: Known, others: set[int], own: Organisation | None) -> Organisation | None:
    keys = [(name, value) for name in UNIQUE_IDENTIFIERS if (value := draft.identifier(name))]
    if own is not None and _is_of_units(draft):  # its seat is now in an establishment that has a page: still the unit
        keys = [key for key in keys if key[0] != "siret" or not _is_establishment(known.by(*key), own)]
    found = {id(row): row for name, value in keys if (row := known.by(name, value)) and row.pk not in others}
    pages = sorted(found.values(), key=lambda row: (row.merged_into_id is not None, row.pk))
    if len({row.canonical_id for row in pages}) > 1:
        raise TwoPages(pages)
    return next(iter(pages), None)  # of pages merged by somebody, the one that speaks for them


class TwoPages(RuleBroken):
    """What a row says belongs to two pages: they are proposed as one organisation, and the row waits."""

    def __init__(self, pages: list[Organisation]):
        names = " », « ".join(sorted(row.name for row in pages))
        text = _("Ses identifiants sont ceux de deux pages, « %(names)s » : réunissez-les d’abord.")
        super().__init__("two_pages", text % {"names": names})
        self.pages = pages


def _is_of_units(draft: Draft) -> bool:
    """Its key in its source is that of a unit, which stays when the seat moves."""
    return draft.is_register and draft.source in WHOLE_UNITS


def _of_the_unit(own: Organisation, found: Organisation) -> Organisation:
    """Its own page, unless its identifiers are those of another; of pages merged by somebody, the one that speaks."""
    if found.canonical_id != own.canonical_id:
        raise TwoPages([found, own])
    return found if own.merged_into_id else own


def _is_establishment(row: Organisation | None, own: Organisation) -> bool:
    """The register of insertion makes a page of each SIRET; somebody may have united it with the unit's own."""
    return row is not None and row.source == Source.SIAE and row.canonical_id != own.canonical_id


def _contradicts(draft: Draft, row: Organisation) -> bool:
    """Two organisations, if both identifiers are right. Only registers are asked: a file of ours may mend one."""
    return draft.is_register and _differs(draft, row, ("siren", "rna", "rnf"))


def _by_likeness(draft: Draft, known: Known, others: set[int]) -> Organisation | Doubt | None:
    """By SIREN when the row and the page are the whole unit; else a doubt: same SIREN, or same name in the same commune."""
    unit = [row for row in known.of_unit(draft.identifier("siren") or "") if row.pk not in others]
    if unit and (draft.source in WHOLE_UNITS or not draft.identifier("siret")):
        whole = [row for row in unit if row.siret is None or row.source in WHOLE_UNITS]
        if len(whole) == 1 and not _differs(draft, whole[0], ("rna", "rnf")) and _may_name(draft, whole[0]):
            return whole[0]
        return Doubt(DoubtKind.SIREN, whole or unit)
    if not draft.columns.get("seat_id"):
        return None
    every = ("siret", *UNIQUE_IDENTIFIERS, "siren")
    alike = [row for row in known.alike(draft) if row.pk not in others and not _differs(draft, row, every)]
    return Doubt(DoubtKind.NAME, alike) if alike else None


def _may_name(draft: Draft, row: Organisation) -> bool:
    """A register knows its units by their SIREN; in a file of ours, the name is asked too."""
    names = (search_key(name) for name in (row.name, row.legal_name, row.short_name))
    return draft.is_register or search_key(draft.columns["name"]) in names


def _differs(draft: Draft, row: Organisation, names: tuple[str, ...]) -> bool:
    """An identifier of each kind that both have and that differs: two organisations of one name."""
    return any((said := draft.identifier(name)) and (held := getattr(row, name)) and said != held for name in names)


# What may be written


def change(row: Organisation, draft: Draft, *, represented: bool) -> Changed | None:
    """Write into ``row`` what the draft may (``docs/decisions``: who writes over whom).

    Gives what ``write`` gives; nothing in it when only who says a column has changed.
    """
    if represented and not draft.is_register:
        return None
    columns = {name: value for name, value in draft.columns.items() if name not in _BIRTH_ONLY}
    if draft.kind:
        columns = _with_kind(row, draft, columns)
    by_hand = row.written_by_people()
    wanted = {
        name: value
        for name, value in columns.items()
        if name in by_hand or (getattr(row, name) != value and _may_write(row, draft, name, represented=represented))
    }
    _keep_together(row, wanted)
    hides = wanted.get("is_partly_diffusible", row.is_partly_diffusible)
    forgot = hide(row, wanted, draft.columns.get("post_code", "")) if hides else False
    differs = write(row, wanted, draft.signature)
    itself = draft.is_register and row.say_itself(columns, draft.signature)
    return {} if differs is None and (forgot or itself) else differs


def _may_write(row: Organisation, draft: Draft, name: str, *, represented: bool) -> bool:
    """A register goes on with what it wrote, and fills what is empty where nobody speaks for the page. What is said for a duplicate is
    the register's row of that duplicate to take back."""
    if draft.is_register and row.said_for(name):
        return False
    if not draft.is_register or name == "is_partly_diffusible":  # Sirene alone says it, and everybody hears it
        return True
    entry = row.provenance.get(name)
    if (entry["by"] if entry else row.source) == draft.source:
        return True
    return not represented and _is_empty(row, name)


def _is_empty(row: Organisation, name: str) -> bool:
    """An organisation that goes on may end: « active » is what is said while nothing is known."""
    if name == "state":
        return row.state == OrganisationState.ACTIVE
    return getattr(row, name) in (None, "", False)


def _keep_together(row: Organisation, wanted: dict[str, Any]) -> None:
    """An end without its state, a place in words beside a commune: neither says anything."""
    if "ended_on" in wanted and "state" not in wanted and row.state == OrganisationState.ACTIVE:
        del wanted["ended_on"]
    if wanted.get("place_written") and wanted.get("seat_id", row.seat_id):
        del wanted["place_written"]


def _with_kind(row: Organisation, draft: Draft, columns: dict[str, Any]) -> dict[str, Any]:
    kinds = " ".join(sorted({*row.kinds.split(), draft.kind}))
    if (
        row.source == draft.source and row.source_key != draft.source_key
    ):  # its other agreement: the first row says all the rest
        if "seat_id" not in row.written_by_people():
            _refuse_elsewhere(row, draft)
        columns = {}
    return {**columns, "kinds": kinds}


def _refuse_elsewhere(row: Organisation, draft: Draft) -> None:
    """A SIRET is one establishment in one place: a row that puts it in another commune speaks of somebody else."""
    seat = draft.columns.get("seat_id")
    if seat and row.seat_id and seat != row.seat_id:
        raise RuleBroken(
            "siret_elsewhere",
            _(
                "Ce SIRET est déjà celui de « %(name)s », dans une autre commune (%(place)s) : vérifiez lequel est juste."
            )
            % {"name": row.name, "place": Territory.objects.get(pk=row.seat_id).name},
        )
