"""Which page a draft speaks of: by SIRET, RNA, RNF, our own reference or the source's key; never by a likeness."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cercles.core.audience import PUBLIC
from cercles.core.errors import RuleBroken
from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.models import Affiliation, Organisation
from cercles.organisations.models.organisation import UNIQUE_IDENTIFIERS
from cercles.territories.models import Territory

Key = tuple[str, ...]
_BIRTH_ONLY = frozenset({"visibility", "is_fictional"})


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


class Known:
    """The organisations a set of drafts may mean, with those just made: one query, three more for tags, goals and people."""

    def __init__(self) -> None:
        self._by_key: dict[Key, Organisation] = {}
        self._represented: set[int] = set()

    def load(self, drafts: Iterable[Draft]) -> None:
        query = Q()
        for name in (*UNIQUE_IDENTIFIERS, "ref", "source_key"):
            values = {value for draft in drafts if (value := _value(draft, name))}
            if values:
                query |= Q(**{f"{name}__in": values})
        if query:
            found = Organisation.objects.filter(query).order_by("pk").select_for_update(of=("self",))
            rows = list(found.prefetch_related("themes", "economic_models", "innovation_roles", "goals"))
            for row in rows:
                self.add(row)
            self._represented |= _represented(rows)

    def add(self, organisation: Organisation) -> None:
        for key in _keys_of(organisation):
            self._by_key[key] = organisation

    def is_theirs(self, row: Organisation, draft: Draft) -> bool:
        """No file of ours changes the page of those who represent it; a register goes on with the pages it made, and with no other."""
        return row.source != draft.source if draft.is_register else row.pk in self._represented

    def meant_by(self, draft: Draft) -> Organisation | None:
        """One page or none; a row whose identifiers lead to two pages is refused."""
        keys = [(name, value) for name in UNIQUE_IDENTIFIERS if (value := draft.identifier(name))]
        found = {id(row): row for key in keys if (row := self._by_key.get(key))}
        if len(found) > 1:
            names = " », « ".join(sorted(row.name for row in found.values()))
            raise RuleBroken(
                "two_pages", _("Ses identifiants sont ceux de deux pages, « %(names)s » : réunissez-les d’abord.") % {"names": names}
            )  # fmt: skip
        if found:
            return next(iter(found.values()))
        by_ref = self._by_key.get(("ref", draft.ref)) if draft.ref else None
        return by_ref or (self._by_key.get((draft.source, draft.source_key)) if draft.source_key else None)


def _represented(rows: list[Organisation]) -> set[int]:
    """Those somebody speaks for, in their own name or in that of a duplicate merged into them."""
    near = Q(organisation__in=rows) | Q(organisation__merged_into__in=rows)
    held = Affiliation.objects.representatives().filter(near).values_list("organisation", "organisation__merged_into")
    return {pk for pair in held for pk in pair if pk}


def _value(draft: Draft, name: str) -> Any:
    return getattr(draft, name) if name in ("ref", "source_key") else draft.identifier(name)


def _keys_of(row: Organisation) -> Iterable[Key]:
    yield "ref", row.ref
    if row.source_key:
        yield row.source, row.source_key
    for name in UNIQUE_IDENTIFIERS:
        if value := getattr(row, name):
            yield name, value


def make(draft: Draft) -> Organisation:
    """A new page, not yet written."""
    made = Organisation(source=draft.source, source_key=draft.source_key, audience=PUBLIC, **draft.columns)
    if draft.ref:
        made.ref = draft.ref
    if draft.kind:
        made.kinds = draft.kind
    made.write_search_key()
    return made


def change(row: Organisation, draft: Draft) -> bool:
    """Write what the draft says into ``row``; what people wrote stays, what it says instead is kept. True when something differs."""
    columns = {name: value for name, value in draft.columns.items() if name not in _BIRTH_ONLY}
    if draft.kind:
        kinds = " ".join(sorted({*row.kinds.split(), draft.kind}))
        if row.source_key != draft.source_key:  # its other agreement: the first row says all the rest
            if "seat_id" not in row.written_by_people():
                _refuse_elsewhere(row, draft)
            columns = {}
        columns["kinds"] = kinds
    differs = row.write_from_file(columns, draft.signature)
    row.write_search_key()
    return differs


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
