"""What an import would do: the same reading, the same matching, the same writing, and each batch of it taken back."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from cercles.core import clock
from cercles.core.tables import Table, as_csv, read_table
from cercles.organisations.actions.imports.batches import write
from cercles.organisations.actions.imports.gather import Gathering, check_national, gathered_table
from cercles.organisations.actions.imports.keys import Keys
from cercles.organisations.actions.imports.layouts import reader_for
from cercles.organisations.actions.imports.matching import Outcome
from cercles.organisations.actions.imports.rows import Read, batched, read_rows
from cercles.organisations.enums import NATIONAL
from cercles.organisations.models import ImportRun

_SIZE = 500


def preview_import(paths: Sequence[Path], layout: str) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Counts, and each refused line with its reason."""
    counts, refused, asked_at = Counter[str](dict.fromkeys(Outcome, 0)), [], clock.now()
    with TemporaryDirectory(prefix="cercles-") as folder, _table(paths, layout, Path(folder)) as table:
        read = reader_for(layout, table)
        with Keys(Path(folder) / "said") as said, Keys(Path(folder) / "named") as named:
            for rows in batched(table.rows(), _SIZE):
                done = read_rows(rows, read, said)
                fresh = _without_known(done, named, counts)
                with transaction.atomic():
                    run = ImportRun.objects.create(layout=layout, file_name="", sha256="", size=0, asked_at=asked_at)
                    written = write(run, fresh)
                    transaction.set_rollback(True)
                counts.update({outcome: written.counts[outcome] for outcome in Outcome})
                refused += [(refusal.line, refusal.reason) for refusal in written.refusals]
    return {str(outcome): counts[outcome] for outcome in Outcome}, refused


@contextmanager
def _table(paths: Sequence[Path], layout: str, folder: Path) -> Iterator[Table]:
    if layout in NATIONAL:
        sent = [(path.name, path) for path in paths]
        check_national(layout, sent)
        Gathering(layout, sent, folder / "table.csv", lambda _done: None).run()
        yield gathered_table(folder / "table.csv")
        return
    with as_csv(paths[0]) as file:
        yield read_table(file)


def _without_known(done: Sequence[Read], named: Keys, counts: Counter[str]) -> list[Read]:
    """Rows of a page that an earlier batch would have made: they would change it."""
    said = [(name, one.line) for one in done if one.draft for name in one.draft.handles]
    first = named.first_lines(said) if said else {}
    start = done[0].line if done else 0
    later = [one for one in done if one.draft and any(first[name] < start for name in one.draft.handles)]
    counts[Outcome.UPDATED] += sum(1 for one in later if one.draft and one.draft.kind)
    return [one for one in done if one not in later or (one.draft and not one.draft.kind)]
