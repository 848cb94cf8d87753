"""An instance with as many organisations as one wishes, written by the bare driver: for benchmarks of what comes after an import.

    python -m benchmarks.directory.fill --home DIR --organisations 200000 [--seed 1]      (DATABASE_URL for PostgreSQL)

Prepared by the real commands (tables, vocabularies, territories). Run again with the same number, it adds nothing; with more, the
rest. Nine organisations in ten are public, one is for accounts; two themes each for one in three. Ends with one line of JSON.
"""

import argparse
import json
import random
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

_PIECE = 20_000
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
_CATEGORIES = {
    "92": "association",
    "93": "foundation",
    "54": "sme",
    "57": "sme",
    "65": "sme",
    "55": "scic",
    "10": "sme",
}


def fill(size: int, seed: int = 1) -> dict[str, Any]:
    """Add the organisations that are missing up to ``size``; Django is set up, the vocabularies and territories are loaded."""
    from benchmarks.directory.invented import organisations
    from cercles.organisations.models import Organisation
    from cercles.search.actions import touch_range

    began, held = time.perf_counter(), Organisation.objects.filter(source_key__startswith=f"fill-{seed}-").count()
    last = Organisation.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = _Rows(seed)
    written = 0
    missing = organisations(max(0, size - held), seed, first=held)
    while piece := list(islice(missing, _PIECE)):
        start = last + written + 1
        _write(Organisation, ["id", *rows.columns], [(pk, *rows.row(one)) for pk, one in enumerate(piece, start=start)])
        _write(Organisation.themes.through, ["organisation_id", "term_id"], list(rows.themes(start, len(piece))))
        touch_range(Organisation, start, start + len(piece) - 1)
        written += len(piece)
    _restart_sequence(Organisation)
    return {"organisations": held + written, "written": written, "seconds": round(time.perf_counter() - began, 1)}


class _Rows:
    """Rows of the table as the driver takes them; a column that nothing here speaks of has its default."""

    def __init__(self, seed: int) -> None:
        from cercles.organisations.models import Organisation
        from cercles.references.models import Term
        from cercles.territories.models import Territory

        self._seed = seed
        terms = {
            (vocabulary, code): pk for vocabulary, code, pk in Term.objects.values_list("vocabulary", "code", "pk")
        }
        self._categories = {form: terms["category", code] for form, code in _CATEGORIES.items()}
        self._themes = [pk for (vocabulary, _code), pk in terms.items() if vocabulary == "theme"]
        self._communes = dict(Territory.objects.communes().values_list("code", "pk"))
        fields = [field for field in Organisation._meta.concrete_fields if not field.primary_key]
        self.columns = [field.column for field in fields]
        # Through each field, as ``save`` would give it to the driver: what never changes, once.
        self._still = {field.column: _prepared(field, field.get_default()) for field in fields}
        self._dates = [field for field in fields if field.column in ("founded_on", "ended_on")]

    def row(self, one: Any) -> list[Any]:
        said = self._still | self._said(one)
        for field in self._dates:
            said[field.column] = _prepared(field, said[field.column])
        return [said[column] for column in self.columns]

    def _said(self, one: Any) -> dict[str, Any]:
        from cercles.core.text import search_key

        audience = "network" if one.number % 10 == 9 else "public"
        return {
            "ref": _ref(self._seed, one.number), "name": one.name, "search_key": search_key(one.name)[:360],
            "category_id": self._categories[one.legal_form[:2]], "legal_form_code": one.legal_form,
            "activity_code": one.activity, "siren": one.siren, "siret": one.siret, "rna": one.rna or None,
            "purpose": one.purpose, "address": one.address, "post_code": one.place.post_code,
            "seat_id": self._communes[one.place.code], "source": "sirene", "source_key": f"fill-{self._seed}-{one.number}",
            "visibility": audience, "audience": audience, "founded_on": one.founded, "ended_on": one.ended,
            "state": "ceased" if one.ended else "active", "is_ess": one.is_ess, "workforce": one.workforce,
        }  # fmt: skip

    def themes(self, start: int, count: int) -> Iterator[tuple[int, int]]:
        chance = random.Random(start)
        for pk in range(start, start + count, 3):
            yield from ((pk, term) for term in chance.sample(self._themes, 2))


def _prepared(field: Any, value: Any) -> Any:
    from django.db import connection

    return field.get_db_prep_save(value, connection)


def _ref(seed: int, number: int) -> str:
    """Ten letters, one of the numbers each."""
    rest, signs = seed * 10**11 + number * 7_919, ""
    for _place in range(10):
        rest, sign = divmod(rest, len(_SIGNS))
        signs += _SIGNS[sign]
    return signs


def _write(model: Any, columns: list[str], rows: Iterable[Any]) -> None:
    """The fastest way in that each driver has, in one transaction."""
    from django.db import connection, transaction

    table, names = model._meta.db_table, ", ".join(f'"{name}"' for name in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(rows))


def _restart_sequence(model: Any) -> None:
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(sql)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--organisations", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()

    from benchmarks.instance import set_up

    set_up(args.home)
    from django.core.management import call_command

    call_command("prepare")
    print(json.dumps(fill(args.organisations, args.seed)))


if __name__ == "__main__":
    main()
