"""One answer to many doubts: what a person decides of a whole list at once, written by the worker a few rows at a time.

Only what she was shown is answered: those that come meanwhile wait. What only a look at each can tell is left to her.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.core.tables import FileRefused, Row
from cercles.journal.actions import enqueue, went_on
from cercles.organisations.actions.imports.doubts import decide_doubt, lock, others, reader_of, settle, write_rows
from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.actions.imports.layouts import Reader
from cercles.organisations.actions.pen import take_the_pen
from cercles.organisations.enums import DoubtState
from cercles.organisations.models import ImportDoubt
from cercles.organisations.queries.doubts import Narrowed, answerable

JOB = "organisations.doubts"
_ASKED_AT_ONCE = 1_000
_WRITTEN_AT_ONCE = 25


def answer_together(*, narrowed: Narrowed, answer: DoubtState, until: int, by: Any) -> int:
    """Ask for ``answer`` to all those of the list up to ``until``, the last that was shown; how many."""
    asked = 0
    while piece := _ask(narrowed, answer, until, by):
        asked += piece
    return asked


@transaction.atomic
def _ask(narrowed: Narrowed, answer: DoubtState, until: int, by: Any) -> int:
    """Asked and enqueued in one transaction: what is marked is always written by somebody."""
    take_the_pen()
    found = answerable(narrowed, answer).filter(pk__lte=until).order_by("pk")
    ids = list(found.values_list("pk", flat=True)[:_ASKED_AT_ONCE])
    if not ids:
        return 0
    marked = ImportDoubt.objects.to_decide().filter(pk__in=ids)
    count = marked.order_by().update(wished=answer, problem="", decided_by=by)
    enqueue(JOB, key=f"{JOB}:{ids[0]}:{clock.now():%Y%m%d%H%M%S%f}")
    return count


def take_back_answers(*, by: Any) -> int:
    """Those that are not written yet wait again, each to be decided; how many."""
    back = 0
    while ids := list(ImportDoubt.objects.wished().values_list("pk", flat=True)[:_ASKED_AT_ONCE]):
        with transaction.atomic():
            take_the_pen()
            back += ImportDoubt.objects.filter(pk__in=ids).exclude(wished="").update(wished="", decided_by=None)
    return back


def write_answers() -> int:
    """Run by the worker until nothing is left; killed and run again, it goes on."""
    readers: dict[Any, Reader] = {}
    written = 0
    while piece := list(ImportDoubt.objects.wished().select_related("run")[:_WRITTEN_AT_ONCE]):
        drafts = dict(_drafts(piece, readers))
        try:
            written += _write([doubt.pk for doubt in piece if doubt.pk in drafts], drafts)
        except RuleBroken:
            written += sum(_write_alone(doubt) for doubt in piece if doubt.pk in drafts)
    return written


def _drafts(piece: Sequence[ImportDoubt], readers: dict[Any, Reader]) -> Iterator[tuple[int, Draft]]:
    """By doubt; whose row cannot be read any more waits again, with the reason. Places are read once for all of one kind of file."""
    for doubt in piece:
        kind = (doubt.run.layout, *doubt.cells)
        try:
            if kind not in readers:
                readers[kind] = reader_of(doubt)
            yield doubt.pk, readers[kind](Row(doubt.line, doubt.cells))
        except (RuleBroken, FileRefused) as refusal:
            _give_back(doubt, str(refusal.text))


@transaction.atomic
def _write(ids: Sequence[int], drafts: dict[int, Draft]) -> int:
    """What was taken back or decided meanwhile is left as it is."""
    rows = [doubt for doubt in lock(ids) if doubt.wished and doubt.is_waiting]
    for doubt in rows:
        settle(doubt, DoubtState(doubt.wished), doubt.decided_by)
    runs: dict[int, list[tuple[ImportDoubt, Draft]]] = {}
    for doubt in rows:
        if not others(doubt).exists():
            runs.setdefault(doubt.run_id, []).append((doubt, drafts[doubt.pk]))
    for settled in runs.values():
        write_rows(settled)
    went_on()
    return len(rows)


def _write_alone(doubt: ImportDoubt) -> int:
    """One of the piece is refused: the others are not to wait for it."""
    try:
        decide_doubt(doubt=doubt, verb=doubt.wished, by=doubt.decided_by)
    except RuleBroken as refusal:
        _give_back(doubt, str(refusal.text))
        return 0
    return 1


def _give_back(doubt: ImportDoubt, why: str) -> None:
    ImportDoubt.objects.filter(pk=doubt.pk).update(wished="", problem=why[:400], decided_by=None)
