"""The register of 2020 as it really is: 3 853 rows that nobody here wrote. It is not shipped: without it nothing is tried.

It is looked for in ``../shared/data``, or where ``CERCLES_REAL_DATA`` says.
"""

import csv
import os
from collections import Counter
from math import cos, hypot, radians
from pathlib import Path

import pytest
from django.core.management import call_command

from cercles.organisations.models import Organisation
from tests.journal.processes import ROOT
from tests.organisations.files import counts, plain, reasons, run_command

REGISTER = Path(os.environ.get("CERCLES_REAL_DATA", ROOT.parent / "shared" / "data")) / "siae-2020.csv"
pytestmark = [pytest.mark.register, pytest.mark.skipif(not REGISTER.exists(), reason="the real register is not here")]
KINDS_OF_REFUSALS = {
    "sa clé ne correspond pas": 13,  # made-up numbers: 12345678901234, 34445638900098…
    "ne va pas avec": 18,  # the city is where a geocoder found the street: « 62223 Mulhouse »
    "dans une autre commune": 2,  # one SIRET for two structures in two cities
}
# The coordinates of these rows are wrong, not their communes: Hénin-Beaumont, Salaise-sur-Sanne, Onet-le-Château (put in Vendée).
MISPLACED_BY_THE_FILE = {("62110", "62427"), ("38150", "38468"), ("12850", "12176")}


def _kilometres(row: dict[str, str], organisation: Organisation) -> float:
    assert organisation.seat is not None
    latitude, longitude = float(row["latitude"]), float(row["longitude"])
    across = (longitude - organisation.seat.longitude) * cos(radians(latitude))
    return 111 * hypot(latitude - organisation.seat.latitude, across)


@pytest.mark.django_db
def test_the_register_is_imported_and_each_structure_stands_in_its_commune(tmp_path: Path) -> None:
    call_command("load_references", verbosity=0)
    call_command("load_territories", verbosity=0)
    rows = list(csv.DictReader(REGISTER.read_text("utf-8").splitlines()))
    copy = tmp_path / "siae-2020.csv"
    copy.write_bytes(REGISTER.read_bytes())

    assert run_command(copy)[0] == counts(created=3_810, updated=10, rejected=33)
    assert run_command(copy)[0] == counts(unchanged=3_820, rejected=33)

    said = [next(kind for kind in KINDS_OF_REFUSALS if kind in plain(reason)) for _line, reason in reasons()]
    assert Counter(said) == KINDS_OF_REFUSALS
    made = {row.siret: row for row in Organisation.objects.filter(source="siae").select_related("seat")}
    assert [row.name for row in made.values() if row.seat is None or row.category is None] == []
    first_with = {row["siret"]: row for row in reversed(rows)}
    located = [(row, made[number]) for number, row in first_with.items() if row["longitude"] and number in made]
    far = {(row["post_code"], page.seat.code) for row, page in located if _kilometres(row, page) > 20}
    assert (len(located), far) == (3_778, MISPLACED_BY_THE_FILE)
