"""What a person says of a row in doubt: the same, another, or later. The row is then written as its import would have."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.core.tables import Row, Table
from cercles.journal.actions import record
from cercles.organisations.actions.imports.batches import write
from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.actions.imports.layouts import reader_for
from cercles.organisations.actions.imports.rows import Read
from cercles.organisations.enums import WAITING_DOUBTS, DoubtState
from cercles.organisations.models import ImportDoubt

VERBS = {"same": DoubtState.SAME, "another": DoubtState.ANOTHER, "later": DoubtState.LATER}


def draft_of(doubt: ImportDoubt) -> Draft:
    """What the row says, read again. Places are looked up here, outside any transaction."""
    table = Table(Path(), "utf-8", ",", tuple(doubt.cells))
    return reader_for(doubt.run.layout, table)(Row(doubt.line, doubt.cells))


def decide_doubt(*, doubt: ImportDoubt, verb: str, by: Any) -> ImportDoubt:
    """Said again, it is said once. Of several pages that a row may be, one is chosen, or all are told to be others."""
    draft = draft_of(doubt) if verb != "later" else None
    with transaction.atomic():
        locked = (
            ImportDoubt.objects.select_for_update(of=("self",)).select_related("run", "organisation").get(pk=doubt.pk)
        )
        if locked.state == VERBS[verb]:
            return locked
        if locked.state not in WAITING_DOUBTS:
            raise RuleBroken(
                "doubt_decided", _("C’est déjà décidé : « %(state)s ».") % {"state": locked.get_state_display()}
            )
        _settle(locked, VERBS[verb], by)
        record(f"organisations.doubt_{verb}", locked.organisation, by=by, key=locked.key)
        if draft is not None and not _others(locked).exists():
            _write(locked, draft)
    return locked


def _settle(doubt: ImportDoubt, state: DoubtState, by: Any) -> None:
    if doubt.organisation.merged_into_id and state == DoubtState.SAME:
        doubt.organisation_id = doubt.organisation.merged_into_id
    doubt.state, doubt.decided_by = state, by
    doubt.decided_at = clock.now() if state not in WAITING_DOUBTS else None
    doubt.save(update_fields=["state", "decided_by", "decided_at", "organisation"])
    if state == DoubtState.SAME:
        _others(doubt).update(state=DoubtState.ANOTHER, decided_by=by, decided_at=doubt.decided_at)


def _others(doubt: ImportDoubt) -> Any:
    """The other pages that the same row may be, and that wait."""
    return ImportDoubt.objects.waiting().filter(source=doubt.source, key=doubt.key).exclude(pk=doubt.pk)


def _write(doubt: ImportDoubt, draft: Draft) -> None:
    written = write(doubt.run, [Read(doubt.line, doubt.cells, draft, "", doubt.part)])
    if written.refusals:
        raise RuleBroken("row_refused", written.refusals[0].reason)
