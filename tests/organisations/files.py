"""Files of organisations, and the command that imports them."""

import io
import json
from pathlib import Path

from django.core.management import call_command
from stdnum import luhn

from cercles.organisations.models import ImportRun

HEADING = ("siret", "name", "kind", "post_code", "city", "department", "website")


def siret(number: int) -> str:
    """A well-formed SIRET, made of ``number``."""
    siren = f"{number:08d}"
    siren += luhn.calc_check_digit(siren)
    establishment = f"{siren}0001"
    return establishment + luhn.calc_check_digit(establishment)


def siae(**cells: str) -> dict[str, str]:
    """A row of the register: Les Toiles, in Lyon."""
    row = {
        "siret": siret(1),
        "name": "Les Toiles",
        "kind": "EI",
        "post_code": "69001",
        "city": "Lyon",
        "department": "69",
    }
    return {**row, **cells}


def many(count: int) -> list[dict[str, str]]:
    """Rows of as many organisations."""
    return [siae(siret=siret(number), name=f"Structure {number}") for number in range(1, count + 1)]


def csv_of(*rows: dict[str, str], heading: tuple[str, ...] = HEADING, sign: str = ",") -> str:
    lines = [heading, *([row.get(name, "") for name in heading] for row in rows)]
    return "".join(sign.join(cells) + "\n" for cells in lines)


def write(folder: Path, content: str | bytes, name: str = "structures.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def run_command(*files: Path | str, layout: str = "siae") -> tuple[dict[str, int], str]:
    """What ``import-organisations`` answers: the counts of its last line, and what it says meanwhile. Options are among the files."""
    out, err, first = io.StringIO(), io.StringIO(), Path(files[0])
    refused = str(first.with_name(f"{first.stem}-refus.csv"))
    words = [*map(str, files), "--format", layout, "--refused", refused]
    call_command("import_organisations", *words, stdout=out, stderr=err)
    return counts() | json.loads(out.getvalue().splitlines()[-1]), plain(err.getvalue())


def plain(text: str) -> str:
    """Without its no-break spaces, which a reader of tests cannot see."""
    return text.replace("\u00a0", " ")


def counts(**said: int) -> dict[str, int]:
    """What the command counts; what is not said is none."""
    names = ("created", "updated", "unchanged", "rejected", "doubtful", "unplaced", "set_aside")
    assert said.keys() <= set(names)
    return {name: said.get(name, 0) for name in names}


def reasons() -> list[tuple[int, str]]:
    """Line and reason of each row refused by the last import."""
    refused = ImportRun.objects.latest("pk").refusals.values_list("line", "reason")
    return [(line, plain(reason)) for line, reason in refused]
