"""A batch of rows and the place reached in the file, in one short transaction: both are kept or neither is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db import transaction

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.actions import went_on
from cercles.organisations.actions.duplicates import propose
from cercles.organisations.actions.imports.changes import changes_of
from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.actions.imports.known import Known, represented_of
from cercles.organisations.actions.imports.matching import Doubt, Outcome, TwoPages, change, meant_by
from cercles.organisations.actions.imports.rows import Piece, Read
from cercles.organisations.actions.imports.tags import differing_tags, write_new_tags, write_tags
from cercles.organisations.actions.imports.writing import insert, rewrite
from cercles.organisations.actions.pen import take_the_pen
from cercles.organisations.actions.speaking import take_on
from cercles.organisations.enums import Fact, ImportState
from cercles.organisations.models import ImportChange, ImportDoubt, ImportRefusal, ImportRun, Organisation
from cercles.search.actions import touch_range

COUNTED = (*Outcome, "unplaced")
WRITTEN = [
    "name", "legal_name", "short_name", "search_key", "category", "kinds", "legal_form", "legal_form_code", "activity_code",
    "siren", "siret", "rna", "rnf", "purpose", "website", "address", "post_code", "seat", "place_written", "state", "ended_on",
    "founded_on", "workforce", "workforce_year", "is_ess", "is_partly_diffusible", "provenance", "changed_at",
]  # fmt: skip


@dataclass
class Written:
    """What a batch did: ``changes`` by page, what each column held and holds; ``page_of``: the page a row
    made, by the ``id`` of its reading; ``merged``: duplicates that rows spoke of, changed or not;
    ``unsaved``: those of ``changed`` that the database does not hold yet."""

    counts: Counter[str] = field(default_factory=Counter)
    made: list[int] = field(default_factory=list)
    page_of: dict[int, int] = field(default_factory=dict)
    changed: dict[int, Organisation] = field(default_factory=dict)
    unsaved: dict[int, Organisation] = field(default_factory=dict)
    changes: list[tuple[Organisation, dict[str, tuple[Any, Any]]]] = field(default_factory=list)
    merged: list[Organisation] = field(default_factory=list)
    refusals: list[ImportRefusal] = field(default_factory=list)
    doubts: list[ImportDoubt] = field(default_factory=list)


@transaction.atomic
def commit_batch(run: ImportRun, piece: Piece) -> ImportRun | None:
    """Write the batch that begins where ``run`` stands. None when it was stopped, or when somebody else got there first."""
    take_the_pen()  # before the run: whoever decides a doubt of it holds the pen, then writes what names the run
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.line != run.line or locked.state != ImportState.RUNNING:
        return None
    written = write(locked, piece.done)
    locked.line, locked.reached = locked.line + piece.count, piece.end
    for name in COUNTED:
        setattr(locked, name, getattr(locked, name) + written.counts[name])
    locked.moved_at = clock.now()
    locked.save(update_fields=["line", "reached", "moved_at", *COUNTED])
    went_on()
    return locked


def write(run: ImportRun, done: Sequence[Read]) -> Written:
    """In the caller's transaction. A row that speaks of a page made by an earlier row of the batch waits until that page is there."""
    take_the_pen()
    written = Written()
    rest = list(done)
    while rest:
        rest = _write(run, rest, written)
        if rest:  # the pages are read again for them: as they are now
            rewrite(written.unsaved.values(), WRITTEN)
            written.unsaved.clear()
    _speak(written)
    for row in written.changed.values():
        row.changed_at = clock.now()
    rewrite(written.changed.values(), WRITTEN)
    ImportRefusal.objects.bulk_create(written.refusals)
    ImportChange.objects.bulk_create(changes_of(run, written.changes))
    ImportDoubt.objects.bulk_create(
        written.doubts, update_conflicts=True, unique_fields=["source", "key", "organisation"],
        update_fields=["run", "part", "line", "cells"],
    )  # fmt: skip
    speaking = {
        row.canonical_id for row in written.changed.values()
    }  # a duplicate is found by the page that speaks for it
    for first, last in _ranges(sorted({*written.changed, *written.made, *speaking})):
        touch_range(Organisation, first, last)
    return written


def _speak(written: Written) -> None:
    """What is said of a duplicate is said by the page that somebody united it with."""
    ids = {row.canonical_id for row in written.merged}
    others = ids - written.changed.keys()
    pages = written.changed | (Organisation.objects.select_for_update().in_bulk(others) if others else {})
    represented = represented_of([pages[pk] for pk in ids]) if ids else set()
    for row in written.merged:
        page = pages[row.canonical_id]
        if (differs := take_on(page, row, represented=page.pk in represented)) is not None:
            written.changed[page.pk] = page
            written.changes.append((page, differs))


def _write(run: ImportRun, done: list[Read], written: Written) -> list[Read]:
    """As many rows as can be written together; gives those that must wait."""
    known, new, names = Known(), list[tuple[Read, Draft]](), set[tuple[str, str]]()
    drafts = [one.draft for one in done if one.draft]
    if drafts:
        known.load(drafts, since=run.asked_at)
    rest: list[Read] = []
    for number, one in enumerate(done):
        if one.draft and not names.isdisjoint(one.draft.handles):
            rest = done[number:]
            break
        try:
            outcome = _one(run, one, known, written) if one.draft else _refused(run, one, one.reason, written)
        except RuleBroken as refusal:
            outcome = _refused(run, one, str(refusal.text), written)
            if isinstance(refusal, TwoPages):
                propose(one=refusal.pages[0], other=refusal.pages[1], by=None, fact=Fact.TOGETHER)
        if outcome == Outcome.CREATED and one.draft:
            new.append((one, one.draft if known.is_new(one.draft) else known.without_taken(one.draft)))
            names.update(one.draft.handles)
        written.counts[outcome] += 1
    _make(new, written)
    return rest


def _make(new: Sequence[tuple[Read, Draft]], written: Written) -> None:
    """A page for each row: what was prepared ahead, unless one of its identifiers is taken."""
    drafts = [draft for _one, draft in new]
    ids = insert(drafts, [one.row if draft is one.draft else None for one, draft in new])
    write_new_tags([(pk, draft) for pk, draft in zip(ids, drafts, strict=True) if draft.tags or draft.goals])
    written.made += ids
    written.page_of |= {id(one): pk for pk, (one, _draft) in zip(ids, new, strict=True)}
    written.counts["unplaced"] += sum(1 for draft in drafts if draft.columns.get("place_written"))


def _refused(run: ImportRun, one: Read, reason: str, written: Written) -> Outcome:
    written.refusals.append(ImportRefusal(run=run, part=one.part, line=one.line, reason=reason[:400], cells=one.cells))
    return Outcome.REJECTED


def _one(run: ImportRun, one: Read, known: Known, written: Written) -> Outcome:
    draft = one.draft
    assert draft is not None
    row = None if known.is_new(draft) else meant_by(draft, known)
    if row is None:
        return Outcome.CREATED
    if isinstance(row, Doubt):
        written.doubts += [
            ImportDoubt(
                run=run, source=draft.source, key=draft.key[:120], kind=row.kind, organisation=page, part=one.part,
                line=one.line, cells=one.cells,
            )
            for page in row.among
        ]  # fmt: skip
        return Outcome.DOUBTFUL
    return apply(row, draft, known, written)


def apply(row: Organisation, draft: Draft, known: Known, written: Written) -> Outcome:
    """What the draft may write on a page that is there."""
    if known.is_represented(row) and not draft.is_register:
        return Outcome.UNCHANGED
    draft = known.without_taken(draft, row)
    differs = change(row, draft, represented=known.is_represented(row))
    if said := differing_tags(row, draft) if draft.tags or draft.goals is not None else []:
        write_tags(row, draft)
        row.sign(said, draft.signature)
    if row.merged_into_id:
        written.merged.append(row)
    if differs is None and not said:
        return Outcome.UNCHANGED
    known.add(row)
    written.changed[row.pk] = written.unsaved[row.pk] = row
    written.changes.append((row, dict.fromkeys(said, ("", "")) | (differs or {})))
    written.counts["unplaced"] += bool(row.place_written)
    return Outcome.UPDATED


def _ranges(ids: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of consecutive ids: one line of the change log each."""
    if not ids:
        return []
    cuts = [(after, before) for before, after in pairwise(ids) if after != before + 1]
    starts, ends = [ids[0], *(after for after, _ in cuts)], [*(before for _, before in cuts), ids[-1]]
    return list(zip(starts, ends, strict=True))
