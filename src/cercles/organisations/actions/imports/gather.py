"""The files of a national register made into one table: unpacked, read whatever their encoding, the seat set beside its unit.

Only the columns that are read are kept, and none of the rows that are not for this site (sole traders); of a damaged row, whose
cells may be anything, its identifier alone: what is reserved never reaches the disk of the table. Seats go through a scratch database
beside it, so that neither file has to be in any order and memory stays the same at thirty million rows. A kill leaves the scratch
whole; the table appears under its name when it is complete.
"""

import csv
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cercles.core.tables import FileRefused, Table
from cercles.core.tables.archives import Part, every_part
from cercles.core.tables.records import records
from cercles.organisations.actions.imports.registers import Rna, Sirene
from cercles.organisations.enums import Layout

REGISTERS: dict[str, Any] = {Layout.RNA: Rna, Layout.SIRENE: Sirene}
OURS = ("fichier", "ligne", "raison")
Tell = Callable[[int], None]  # hundredths done
_TOLD_EVERY = 20_000
_PIECE = 50_000


def gathered_table(path: Path) -> Table:
    heading = next(records(path, "utf-8", ","))
    return Table(path, "utf-8", ",", tuple(heading.cells), heading.end, written_here=True)


def check_national(layout: str, sent: Sequence[tuple[str, Path]]) -> None:
    """Is everything there? Reads the headings only."""
    parts = every_part(sent)
    if not parts:
        raise FileRefused(_("Cette archive ne contient aucun fichier CSV."))
    _sorted_parts(layout, parts)


def _sorted_parts(layout: str, parts: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """Those of units, and those of seats; one file with both is the first kind. In any order."""
    register = REGISTERS[layout]
    units = [part for part in parts if not part.missing(register.required)]
    seats = [
        part for part in parts if part not in units and register.beside and not part.missing(register.required_beside)
    ]
    strange = next((part for part in parts if part not in units and part not in seats), None)
    if strange is not None:
        raise FileRefused(_wrong(strange, register))
    if register.beside:
        _refuse_halves(register, units, seats)
    return units, seats


def _wrong(part: Part, register: Any) -> str:
    said = _("Il manque, dans « %(file)s », la colonne « %(missing)s ». Colonnes trouvées : %(found)s.")
    missing = " », « ".join(part.missing(register.required))
    return said % {"file": part.name, "missing": missing, "found": ", ".join(part.columns[:30])}


def _refuse_halves(register: Any, units: list[Part], seats: list[Part]) -> None:
    if seats and not units:
        raise FileRefused(_("Il manque le fichier des unités légales (StockUniteLegale) : envoyez les deux ensemble."))
    if not seats and not all(_is_whole(register, part) for part in units):
        raise FileRefused(
            _("Il manque le fichier des établissements (StockEtablissement) : envoyez les deux ensemble.")
        )


def _is_whole(register: Any, part: Part) -> bool:
    """Units with their seats in one table: what this program gives back to be mended."""
    return bool(register.beside) and not part.missing(register.beside)


class Gathering:
    """``run()`` writes the table; ``total`` rows, ``set_aside`` units. ``tell`` hears how far it is, and may raise to halt it."""

    def __init__(self, layout: str, sent: Sequence[tuple[str, Path]], to: Path, tell: Tell) -> None:
        self._register, self._to, self._tell = REGISTERS[layout], to, tell
        self._parts = every_part(sent)
        self._units, self._seats = _sorted_parts(layout, self._parts)
        self._size = sum(part.size for part in self._parts) or 1
        self._read = 0
        self.total = self.set_aside = 0

    def run(self) -> None:
        self._refuse_full_disk()
        draft = self._to.with_name(f".{os.urandom(8).hex()}")
        scratch = self._to.with_suffix(".seats")
        try:
            with _Seats(scratch, self._register.beside) as seats:
                self._fill(seats)
                self._write(draft, seats)
            draft.replace(self._to)
            _Seats.forget(scratch)
        finally:
            draft.unlink(missing_ok=True)

    def _refuse_full_disk(self) -> None:
        free = shutil.disk_usage(self._to.parent).free
        if free < self._size:
            needed = {"need": -(-self._size // 1_000_000), "free": free // 1_000_000}
            raise FileRefused(
                _("Il faut %(need)d Mo libres pour lire ce registre, il en reste %(free)d : faites de la place.")
                % needed
            )

    def _fill(self, seats: "_Seats") -> None:
        for part in self._seats:
            if seats.has(part.key):
                self._read += part.size
                continue
            of, names = part.picker(("siren", "etablissementSiege")), part.picker(self._register.beside)
            seats.add(
                (
                    (of(cells)[0], *names(cells))
                    for _line, cells, problem in self._rows(part)
                    if not problem and of(cells)[1] == "true"
                ),
                part.key,
            )

    def _write(self, draft: Path, seats: "_Seats") -> None:
        columns = self._register.columns
        every = (*columns, *self._register.beside)
        with draft.open("w", encoding="utf-8", newline="") as file:
            write = csv.writer(file).writerow
            write([*OURS, *every])
            for part in self._units:
                pick = part.picker(columns)
                beside = part.picker(self._register.beside) if _is_whole(self._register, part) else None
                for line, cells, problem in self._rows(part):
                    row = pick(cells)
                    row += beside(cells) if beside else seats.of(row[0])
                    kept = self._of_damaged(row) if problem else self._register.kept(dict(zip(every, row, strict=True)))
                    if kept is None:
                        self.set_aside += 1
                        continue
                    self.total += 1
                    write([part.name, line, problem, *kept])

    def _of_damaged(self, row: list[str]) -> list[str]:
        """Its cells may stand anywhere, those that are reserved too, and nothing says whose it is: its identifier at most."""
        return [self._register.identifier(row[0]), *[""] * (len(row) - 1)]

    def _rows(self, part: Part) -> Iterator[tuple[int, list[str], str]]:
        """The line in its file, the cells, what is wrong; blank lines are passed over."""
        before, last = self._read, 0
        for line, cells, problem, end in part.rows():
            if any(cells):
                yield line, cells, problem
            if line - last >= _TOLD_EVERY:
                last = line
                self._tell(min(99, (before + end) * 100 // self._size))
        self._read = before + part.size


class _Seats:
    """The seat of each unit, on disk."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._columns = columns
        self._link = sqlite3.connect(path, isolation_level=None)
        self._link.execute("PRAGMA journal_mode = WAL")
        self._link.execute("PRAGMA synchronous = NORMAL")
        self._link.execute("PRAGMA cache_size = -65536")
        named = ", ".join(f"c{number} TEXT" for number in range(len(columns)))
        self._link.execute(
            f"CREATE TABLE IF NOT EXISTS seat (siren TEXT PRIMARY KEY{', ' + named if named else ''}) WITHOUT ROWID"
        )
        self._link.execute("CREATE TABLE IF NOT EXISTS done (part TEXT PRIMARY KEY)")

    def __enter__(self) -> "_Seats":
        return self

    def __exit__(self, *_error: object) -> None:
        self._link.close()

    def has(self, part: str) -> bool:
        return self._link.execute("SELECT 1 FROM done WHERE part = ?", [part]).fetchone() is not None

    def add(self, rows: Iterator[tuple[str, ...]], part: str) -> None:
        """The whole part, or nothing that counts: a part that a kill cut is read again, over what it wrote."""
        marks = ", ".join("?" * (len(self._columns) + 1))
        sql = f"INSERT OR REPLACE INTO seat VALUES ({marks})"
        while piece := list(islice(rows, _PIECE)):
            piece.sort()
            self._link.execute("BEGIN")
            self._link.executemany(sql, piece)
            self._link.execute("COMMIT")
        self._link.execute("INSERT OR IGNORE INTO done VALUES (?)", [part])

    def of(self, siren: str) -> tuple[str, ...]:
        if not self._columns:
            return ()
        found = self._link.execute("SELECT * FROM seat WHERE siren = ?", [siren]).fetchone()
        return found[1:] if found else ("",) * len(self._columns)

    @staticmethod
    def forget(path: Path) -> None:
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
