"""What leaves as a file: every line once, whatever is written meanwhile; any text comes back as it was; nothing reserved leaves."""

import csv
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.crypto import get_random_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cercles.core.tables import Flavour, as_csv, read_table
from cercles.core.text import search_key
from cercles.organisations.exports import directory_file
from cercles.organisations.models import Organisation
from cercles.organisations.queries import Filters, whole
from cercles.organisations.queries.table import COLUMNS
from cercles.organisations.queries.whole import every_one, piece_after
from cercles.people.models import User
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory
from tests.organisations.files import counts, run_command, write

READER = User(pk=0)  # with an account, of no organisation
PIECE = 20


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "PIECE", PIECE)


def _many(count: int) -> None:
    """A third of them have one name."""
    names = ("Amicale", "Les amis du lac", "Zèbre") if count > 2 else ("Amicale",)
    Organisation.objects.bulk_create(
        Organisation(
            name=name, search_key=search_key(name), audience="public", visibility="public", ref=get_random_string(10)
        )
        for n in range(count)
        for name in [names[n % len(names)]]
    )


def _file(flavour: str, reader: Any = READER, text: str = "", **filters: str) -> bytes:
    return b"".join(directory_file(reader, text, Filters(**filters), flavour))


def test_every_line_once_in_the_order_of_names(db: None) -> None:
    _many(2 * PIECE + 7)

    found = [(row.search_key, row.pk) for row in every_one(READER, {})]

    assert found == list(Organisation.objects.order_by("search_key", "pk").values_list("search_key", "pk"))


def test_what_is_written_meanwhile_neither_repeats_a_line_nor_hides_one(db: None) -> None:
    _many(2 * PIECE)
    before = set(Organisation.objects.values_list("pk", flat=True))
    rows = every_one(READER, {})
    seen = [next(rows).pk for _ in range(PIECE)]

    first = Organisation.objects.order_by("search_key", "pk").first()
    assert first is not None
    first.delete()  # a page by number would now skip a line
    OrganisationFactory(name="Aaa")  # and repeat one
    seen += [row.pk for row in rows]

    assert len(seen) == len(set(seen))
    assert set(seen) == before


@pytest.mark.parametrize("count", [1, 3])
def test_a_piece_asks_the_same_number_of_queries(db: None, queries: Any, places: Any, terms: Any, count: int) -> None:
    for _ in range(count):
        made = OrganisationFactory(category=terms["siae"], seat=places["69123"])
        made.themes.set([terms["circular"], terms["food"]])
    with queries(5):
        assert len(piece_after(AnonymousUser(), {}, None, PIECE)) == count


# Any text

# What a person may have typed, or a register written: no character below the space but the tab and the end of line, and no
# space at the ends, as forms and imports clean it.
SIGNS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\x85\ufffe\uffff")
NASTY = st.sampled_from(
    [
        ";",
        ",",
        '"',
        '""',
        "'",
        "=",
        "+",
        "-",
        "@",
        "\t",
        "0",
        "007",
        "é",
        "Œ",
        "🌿",
        "=1+1",
        "@SUM(A1)",
        "  ",
        "<b>",
        "&amp;",
    ]
)
LINE = st.lists(NASTY | st.text(SIGNS, max_size=5), max_size=8).map("".join)
TEXT = st.lists(LINE, min_size=1, max_size=4).map(lambda lines: "\n".join(lines).strip())
NAME = LINE.map(lambda text: " ".join(text.split())).filter(bool)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(NAME, TEXT, LINE.map(str.strip)), min_size=1, max_size=4),
    flavour=st.sampled_from(Flavour.values),
)
def test_any_text_leaves_enters_and_leaves_the_same(
    places: Any, tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], flavour: str
) -> None:
    Organisation.objects.all().delete()
    for name, purpose, address in rows:
        OrganisationFactory(name=name, purpose=purpose, address=address, legal_name=name, source="file")
    before = _file(flavour)
    Organisation.objects.all().delete()

    kind = Flavour(flavour).extension
    file = write(tmp_path_factory.mktemp("trip"), before, f"annuaire.{kind}")
    assert run_command(file, layout="cercles")[0] == counts(created=len(rows))

    assert _file(flavour) == before


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "\t=", "'=", "''@"]), TEXT),
    flavour=st.sampled_from(Flavour.values),
)
def test_no_cell_of_a_file_begins_as_a_formula(
    db: None, tmp_path_factory: pytest.TempPathFactory, text: str, flavour: str
) -> None:
    Organisation.objects.all().delete()
    OrganisationFactory(name="Une", purpose=text, address=text.replace("\n", " ")[:200])
    path = write(tmp_path_factory.mktemp("cells"), _file(flavour), "annuaire")
    with as_csv(path) as made:
        table = read_table(made)
        with made.open(encoding=table.encoding, newline="") as file:
            cells = [cell for row in csv.reader(file, delimiter=table.delimiter) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


# Nothing reserved


@pytest.mark.parametrize("flavour", Flavour.values)
def test_nothing_reserved_leaves(cast: Cast, flavour: str) -> None:
    OrganisationFactory(name="Aux comptes", visibility="network")
    OrganisationFactory(name="Aux membres", visibility="organisation")
    OrganisationFactory(name="Doublon", merged_into=cast.organisation)

    def names(reader: Any) -> list[str]:
        return [row.name for row in every_one(reader, Filters().asked(""))]

    assert names(cast.stranger) == ["Val-Fibre"]
    assert names(cast.account) == names(cast.administrator) == ["Aux comptes", "Val-Fibre"]
    assert b"Aux membres" not in _file(flavour, cast.administrator)


def test_the_file_has_the_filters_of_the_page(cast: Cast, client: Any, places: Any, terms: Any) -> None:
    OrganisationFactory(name="Ici", category=terms["siae"], seat=places["69123"])
    OrganisationFactory(name="Ailleurs", category=terms["siae"], seat=places["62108"])
    address = "/organisations/export/ouvert/?territory=departement%3A69&category=siae"

    content = b"".join(client.get(address).streaming_content).decode()

    heading, *lines = content.splitlines()
    assert heading == ",".join(COLUMNS)
    assert [line.split(",")[1] for line in lines] == ["Ici"]


@pytest.mark.parametrize("chosen", ["88.99B", "8899B", "88.9", "88", "Q"])
def test_an_activity_is_found_however_its_code_is_written(cast: Cast, client: Any, chosen: str) -> None:
    """Sirene writes the point of a code, other files do not."""
    OrganisationFactory(name="Pointée", activity_code="88.99B")
    OrganisationFactory(name="Sans point", activity_code="8899B")
    OrganisationFactory(name="Autre", activity_code="47.11F")

    content = b"".join(client.get(f"/organisations/export/ouvert/?activity={chosen}").streaming_content).decode()

    assert [line.split(",")[1] for line in content.splitlines()[1:]] == ["Pointée", "Sans point"]


# Size


@pytest.mark.parametrize("flavour", [Flavour.OPEN, Flavour.XLSX, Flavour.ODS])
def test_a_long_file_leaves_in_pieces_and_takes_the_memory_of_one(db: None, flavour: str, tmp_path: Path) -> None:
    """Four times the lines, the same memory."""
    _many(8 * PIECE)
    Organisation.objects.update(purpose="Réparer, relouer, réemployer. " * 30)
    _file(flavour)  # what is kept for the next time
    short = _peak(flavour)
    Organisation.objects.update(search_key="a")
    _many(24 * PIECE)
    Organisation.objects.update(purpose="Réparer, relouer, réemployer. " * 30)

    assert _peak(flavour) < 1.3 * short


def _peak(flavour: str) -> int:
    tracemalloc.start()
    try:
        for piece in directory_file(READER, "", Filters(), flavour):
            assert len(piece) < 200_000
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
