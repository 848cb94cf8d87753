"""What an administrator mends: identifiers, and two pages of one organisation."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.actions import record
from cercles.organisations import emails, queries
from cercles.organisations.actions.duplicates import settle
from cercles.organisations.actions.organisations import put, refuse_alias, refuse_known_identifiers, save_page
from cercles.organisations.actions.pen import take_the_pen
from cercles.organisations.actions.speaking import TOLD, give_back, take_on
from cercles.organisations.enums import Hand, PairState
from cercles.organisations.models import ImportChange, Organisation
from cercles.organisations.models.identifiers import IDENTIFIERS, clean_identifiers
from cercles.search.actions import touch


@transaction.atomic
def repair_identifiers(*, organisation: Organisation, by: Any, reason: str, **identifiers: str | None) -> Organisation:
    """Correct what a register or a person wrote wrong."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    clean = clean_identifiers(identifiers)
    refuse_known_identifiers(clean, by=by, known=locked)
    before = {name: getattr(locked, name) for name in IDENTIFIERS}
    locked.keep_from_files({n: old for n, old in before.items() if old != clean[n]}, Hand.ADMINISTRATOR)
    for name, value in clean.items():
        setattr(locked, name, value)
    locked.changed_at = clock.now()
    save_page(locked, by=by)
    record("organisations.repaired", locked, by=by, reason=_given(reason), before=before)
    touch(locked.merged_into or locked)
    return locked


@transaction.atomic
def take_back(*, organisation: Organisation, column: str, by: Any) -> Organisation:
    """What a file says instead of what a person wrote; files write this column again from now on. Done twice, it is done once."""
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    refuse_alias(locked)
    said = locked.written_by(column).said
    if said is None:
        return locked
    columns = _with_its_like(locked, column, said.value, by=by)
    for name, value in columns.items():
        put(locked, name, value)
    locked.sign(columns, said.source, on=said.on)
    locked.changed_at = clock.now()
    save_page(locked, by=by)
    record("organisations.taken_back", locked, by=by, columns=list(columns))
    touch(locked)
    return locked


def _with_its_like(row: Organisation, column: str, value: Any, *, by: Any) -> dict[str, Any]:
    """A SIRET is taken with its SIREN; an identifier that has another page is refused like one that is typed."""
    columns = {column: value} | ({"siren": value[:9]} if column == "siret" else {})
    if column in IDENTIFIERS:
        clean = clean_identifiers({name: getattr(row, name) for name in IDENTIFIERS} | columns)
        refuse_known_identifiers(clean, by=by, known=row)
    return columns


@transaction.atomic
def merge_organisations(*, duplicate: Organisation, into: Organisation, reason: str, by: Any) -> Organisation:
    """``duplicate`` becomes an alias: its address leads to ``into``, nothing that points to it is rewritten."""
    take_the_pen()
    pair = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=[duplicate.pk, into.pk])}
    if len(pair) < 2:
        raise RuleBroken("same_page", _("Choisissez deux pages différentes."), field="into")
    alias, kept = pair[duplicate.pk], pair[into.pk]
    if alias.merged_into_id == kept.pk:
        return alias
    if alias.merged_into_id or kept.merged_into_id:
        raise RuleBroken("already_merged", _("L’une de ces pages est déjà réunie à une autre : séparez-les d’abord."))
    if alias.aliases.exists():
        raise RuleBroken(
            "has_aliases", _("D’autres pages sont déjà réunies à celle-ci : réunissez plutôt dans l’autre sens.")
        )
    return _alias(alias, kept, merged_into=kept, reason=_given(reason), by=by)


@transaction.atomic
def undo_merge(*, duplicate: Organisation, reason: str, by: Any) -> Organisation:
    """The two pages live apart again, each with what was always its own."""
    take_the_pen()
    alias = Organisation.objects.select_for_update().get(pk=duplicate.pk)
    if alias.merged_into_id is None:
        return alias
    kept = Organisation.objects.select_for_update().get(pk=alias.merged_into_id)
    return _alias(alias, kept, merged_into=None, reason=_given(reason), by=by)


def _alias(
    alias: Organisation, kept: Organisation, *, merged_into: Organisation | None, reason: str, by: Any
) -> Organisation:
    told = {person.pk: person for page in (alias, kept) for person in queries.representatives_of(page)}
    alias.merged_into, alias.changed_at = merged_into, clock.now()
    alias.save(update_fields=["merged_into", "changed_at"])
    undone = merged_into is None
    _speak(kept, alias, undone=undone)
    settle(one=alias, other=kept, state=PairState.TWO if undone else PairState.MERGED, reason=reason, by=by)
    record("organisations.parted" if undone else "organisations.merged", kept, by=by, reason=reason, alias=alias.pk)
    for person in told.values():
        emails.merged(alias, kept, person, reason=reason, undone=undone)
    touch(alias)
    touch(kept)
    return alias


def _speak(kept: Organisation, alias: Organisation, *, undone: bool) -> None:
    """What the page says for its duplicate, or says no more; for another that says the same, it goes on."""
    represented = kept.is_claimed
    if undone:
        give_back(kept, alias)
        others = [*kept.aliases.order_by("pk")]
    else:
        others = [alias]
    for one in others:
        take_on(kept, one, represented=represented)
    if kept.is_partly_diffusible:  # what it was is not kept either
        ImportChange.objects.filter(organisation=kept, column__in=TOLD).delete()
    kept.changed_at = clock.now()
    kept.save(
        update_fields=["is_partly_diffusible", *TOLD, "state", "ended_on", "provenance", "search_key", "changed_at"]
    )


def _given(reason: str) -> str:
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Donnez la raison en une phrase : elle est gardée."), field="reason")
    return reason.strip()
