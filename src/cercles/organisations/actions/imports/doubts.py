"""What a person says of a row in doubt: the same, another, or later. The row is then written as its import would have."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.core.tables import Row, Table
from cercles.journal.actions import record
from cercles.organisations.actions.duplicates import remember_two
from cercles.organisations.actions.imports.batches import write
from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.actions.imports.layouts import Reader, reader_for
from cercles.organisations.actions.imports.rows import Read
from cercles.organisations.actions.pen import take_the_pen
from cercles.organisations.enums import WAITING_DOUBTS, DoubtState
from cercles.organisations.models import ImportDoubt, Organisation

VERBS = {"same": DoubtState.SAME, "another": DoubtState.ANOTHER, "later": DoubtState.LATER}


def reader_of(doubt: ImportDoubt, *, few: bool = False) -> Reader:
    """What reads its row again, and the others of its file. Places are looked up by it, outside any transaction."""
    return reader_for(doubt.run.layout, Table(Path(), "utf-8", ",", tuple(doubt.cells)), few=few)


def draft_of(doubt: ImportDoubt) -> Draft:
    """What the row says, read again, without reading the name of every place."""
    return reader_of(doubt, few=True)(Row(doubt.line, doubt.cells))


def decide_doubt(*, doubt: ImportDoubt, verb: str, by: Any) -> ImportDoubt:
    """Said again, it is said once. Of several pages that a row may be, one is chosen, or all are told to be others."""
    draft = draft_of(doubt) if verb != "later" else None
    with transaction.atomic():
        locked = next(iter(lock([doubt.pk])), None)
        if locked is None:
            raise RuleBroken("doubt_gone", _("Ces pages ont été réunies, et c’est décidé pour celle qui reste."))
        if locked.state == VERBS[verb]:
            return locked
        if locked.state not in WAITING_DOUBTS:
            raise RuleBroken(
                "doubt_decided", _("C’est déjà décidé : « %(state)s ».") % {"state": locked.get_state_display()}
            )
        settle(locked, VERBS[verb], by)
        if draft is not None and not others(locked).exists():
            write_rows([(locked, draft)])
    return locked


def lock(ids: Sequence[int]) -> list[ImportDoubt]:
    """In the caller's transaction. The pen first: who answers for one page of a row sees what another answers for its other page, and
    no import holds what these wait for."""
    take_the_pen()
    found = ImportDoubt.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    return list(found.select_related("run", "organisation"))


def settle(doubt: ImportDoubt, state: DoubtState, by: Any) -> None:
    if doubt.organisation.merged_into_id and state == DoubtState.SAME:
        doubt.organisation_id = doubt.organisation.merged_into_id
        others_of_row = ImportDoubt.objects.filter(source=doubt.source, key=doubt.key).exclude(pk=doubt.pk)
        others_of_row.filter(organisation=doubt.organisation_id).delete()  # the same row and, now, the same page
    doubt.state, doubt.decided_by, doubt.wished, doubt.problem = state, by, "", ""
    doubt.decided_at = clock.now() if state not in WAITING_DOUBTS else None
    doubt.save(update_fields=["state", "decided_by", "decided_at", "organisation", "wished", "problem"])
    if state == DoubtState.SAME:
        others(doubt).update(
            state=DoubtState.ANOTHER, decided_by=by, decided_at=doubt.decided_at, wished="", problem=""
        )
    record(f"organisations.doubt_{state}", doubt.organisation, by=by, key=doubt.key)


def others(doubt: ImportDoubt) -> Any:
    """The other pages that the same row may be, and that wait."""
    return ImportDoubt.objects.waiting().filter(source=doubt.source, key=doubt.key).exclude(pk=doubt.pk)


def write_rows(settled: Sequence[tuple[ImportDoubt, Draft]]) -> None:
    """Rows of one import. Refused when one of them is: the caller's transaction is then taken back."""
    reads = [Read(doubt.line, doubt.cells, draft, "", doubt.part) for doubt, draft in settled]
    written = write(settled[0][0].run, reads)
    if written.refusals:
        raise RuleBroken("row_refused", written.refusals[0].reason)
    for (doubt, _draft), read in zip(settled, reads, strict=True):
        if made := written.page_of.get(id(read)):
            _tell_apart(doubt, made)


def _tell_apart(doubt: ImportDoubt, made: int) -> None:
    """The page that the row made is none of those it was told to be other than."""
    said = ImportDoubt.objects.filter(source=doubt.source, key=doubt.key, state=DoubtState.ANOTHER)
    reason = _("Dit d’une ligne de « %(file)s »") % {"file": doubt.run.file_name}
    for other in said.select_related("organisation"):
        remember_two(one=Organisation(pk=made), other=other.organisation, reason=reason, by=doubt.decided_by)
