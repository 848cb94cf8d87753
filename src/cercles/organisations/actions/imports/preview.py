"""What an import would do: the same reading and the same matching, and nothing written."""

from collections import Counter
from pathlib import Path

from django.db import transaction

from cercles.core.errors import RuleBroken
from cercles.core.tables import as_csv, read_table
from cercles.organisations.actions.imports.batches import batched, read_rows
from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.actions.imports.layouts import reader_for
from cercles.organisations.actions.imports.matching import Known, Outcome, change, make
from cercles.organisations.actions.imports.tags import differing_tags


def preview_import(path: Path, layout: str) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Counts, and each refused line with its reason. Remembers the keys it met: memory grows with the file, slowly."""
    counts, refused, known = Counter[str](dict.fromkeys(Outcome, 0)), [], Known()
    with as_csv(path) as file:
        table = read_table(file)
        read = reader_for(layout, table)
        for rows in batched(table.rows()):
            done = read_rows(rows, read)
            with transaction.atomic():
                known.load([draft for _row, draft, _reason in done if draft])
            for row, draft, reason in done:
                outcome, reason = _outcome(draft, known) if draft else (Outcome.REJECTED, reason)
                if outcome == Outcome.REJECTED:
                    refused.append((row.line, reason))
                counts[outcome] += 1
    return {str(outcome): counts[outcome] for outcome in Outcome}, refused


def _outcome(draft: Draft, known: Known) -> tuple[Outcome, str]:
    try:
        row = known.meant_by(draft)
        if row is None:
            known.add(make(draft))
            return Outcome.CREATED, ""
        if known.is_theirs(row, draft):
            return Outcome.UNCHANGED, ""
        differs = change(row, draft) or differing_tags(row, draft)
    except RuleBroken as refusal:
        return Outcome.REJECTED, str(refusal.text)
    known.add(row)
    return (Outcome.UPDATED if differs else Outcome.UNCHANGED), ""
