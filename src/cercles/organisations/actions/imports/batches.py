"""A batch of rows and the place reached in the file, in one short transaction: both are kept or neither is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from django.db import transaction

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.core.tables import Row
from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.actions.imports.layouts import Reader
from cercles.organisations.actions.imports.matching import Known, Outcome, change, make
from cercles.organisations.actions.imports.tags import differing_tags, write_tags
from cercles.organisations.enums import ImportState
from cercles.organisations.models import ImportRefusal, ImportRun, Organisation
from cercles.search.actions import touch_range

SIZE = 100  # a transaction of about 0.05 s
_WRITTEN = [
    "name", "legal_name", "short_name", "search_key", "category", "kinds", "legal_form", "activity_code", "siren", "siret",
    "rna", "rnf", "purpose", "website", "address", "post_code", "seat", "changed_at",
    "provenance",
]  # fmt: skip

Read = tuple[Row, Draft | None, str]  # what the draft says, or why there is none


def batched(rows: Iterator[Row], size: int = SIZE) -> Iterator[Sequence[Row]]:
    while batch := list(islice(rows, size)):
        yield batch


def read_rows(rows: Sequence[Row], read: Reader) -> list[Read]:
    """Each row with its draft, or with the reason why it is refused. Blank lines are passed over."""
    done: list[Read] = []
    for row in rows:
        if row.is_blank:
            continue
        try:
            done.append((row, None, row.problem) if row.problem else (row, read(row), ""))
        except RuleBroken as refusal:
            done.append((row, None, str(refusal.text)))
    return done


@transaction.atomic
def commit_batch(run: ImportRun, rows: Sequence[Row], done: Sequence[Read]) -> ImportRun | None:
    """Write the batch that begins where ``run`` stands. None when it was stopped, or when somebody else got there first."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.line != run.line or locked.state != ImportState.RUNNING:
        return None
    counts = _write(locked, done)
    locked.line += len(rows)
    for outcome, number in counts.items():
        setattr(locked, outcome, getattr(locked, outcome) + number)
    locked.moved_at = clock.now()
    locked.save(update_fields=["line", "moved_at", *Outcome])
    return locked


def _write(run: ImportRun, done: Sequence[Read]) -> Counter[str]:
    known, counts, refusals = Known(), Counter[str](), []
    known.load([draft for _row, draft, _reason in done if draft])
    made: dict[int, tuple[Organisation, Draft]] = {}
    changed: dict[int, Organisation] = {}
    for row, draft, reason in done:
        try:
            outcome = _one(draft, known, made, changed) if draft else Outcome.REJECTED
        except RuleBroken as refusal:
            outcome, reason = Outcome.REJECTED, str(refusal.text)
        if outcome == Outcome.REJECTED:
            refusals.append(ImportRefusal(run=run, line=row.line, reason=reason[:400], cells=row.cells))
        counts[outcome] += 1
    _save(made, changed)
    ImportRefusal.objects.bulk_create(refusals)
    return counts


def _one(
    draft: Draft, known: Known, made: dict[int, tuple[Organisation, Draft]], changed: dict[int, Organisation]
) -> Outcome:
    row = known.meant_by(draft)
    if row is None:
        row = make(draft)
        made[id(row)] = (row, draft)
        known.add(row)
        return Outcome.CREATED
    if known.is_theirs(row, draft):
        return Outcome.UNCHANGED
    differs = change(row, draft)
    if said := differing_tags(row, draft):
        write_tags(row, draft)
        row.sign(said, draft.signature)
        differs = True
    if not differs:
        return Outcome.UNCHANGED
    known.add(row)
    if row.pk:
        changed[row.pk] = row
    return Outcome.UPDATED


def _save(made: dict[int, tuple[Organisation, Draft]], changed: dict[int, Organisation]) -> None:
    rows = Organisation.objects.bulk_create([row for row, _draft in made.values()])
    for row, draft in made.values():
        write_tags(row, draft)
    shown = [row for row in rows if row.audience != row.audience_for(row.visibility)]
    for row in shown:
        row.audience = row.audience_for(row.visibility)
    Organisation.objects.bulk_update(shown, ["audience"])
    for row in changed.values():
        row.changed_at = clock.now()
    Organisation.objects.bulk_update(changed.values(), _WRITTEN)
    for first, last in _ranges(sorted([*changed, *(row.pk for row in rows)])):
        touch_range(Organisation, first, last)


def _ranges(ids: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of consecutive ids: one line of the change log each."""
    if not ids:
        return []
    cuts = [(after, before) for before, after in pairwise(ids) if after != before + 1]
    starts, ends = [ids[0], *(after for after, _ in cuts)], [*(before for _, before in cuts), ids[-1]]
    return list(zip(starts, ends, strict=True))
