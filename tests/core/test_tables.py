"""Tables in and out: what is written reads back the same, and what is no table is refused in a sentence."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import tablib
from hypothesis import given
from hypothesis import strategies as st

from cercles.core.tables import FileRefused, Flavour, neutral, original, read_table, write_table

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


def _written(columns: list[str], rows: list[list[object]], flavour: Flavour) -> bytes:
    return b"".join(write_table(columns, rows, flavour))


def _file(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    return path


@given(
    TEXT
    | st.builds(
        lambda quotes, sign, rest: "'" * quotes + sign + rest, st.integers(0, 3), st.sampled_from(DANGEROUS), TEXT
    )
)
def test_a_harmless_cell_reads_back_as_it_was(text: str) -> None:
    assert original(neutral(text)) == text
    assert not neutral(text).startswith(DANGEROUS)


@given(
    st.lists(st.lists(TEXT.map(str.strip), min_size=3, max_size=3), max_size=5),
    st.sampled_from([Flavour.OPEN, Flavour.EXCEL_FR]),
)
def test_any_text_makes_the_round_trip(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], flavour: Flavour
) -> None:
    path = _file(tmp_path_factory.mktemp("trip"), _written(["a", "b", "c"], rows, flavour))

    assert [list(row.cells.values()) for row in read_table(path).rows()] == rows


def test_the_two_csv_flavours() -> None:
    row = ["Été", Decimal("1.5"), date(2019, 6, 12), True, None, "=1+1", "a;b"]
    columns = ["nom", "taux", "jour", "oui", "vide", "formule", "deux"]

    assert _written(columns, [row], Flavour.EXCEL_FR).decode() == (
        '\ufeffnom;taux;jour;oui;vide;formule;deux\r\nÉté;1,5;12/06/2019;oui;;\'=1+1;"a;b"\r\n'
    )
    assert _written(columns, [row], Flavour.OPEN).decode() == (
        "nom,taux,jour,oui,vide,formule,deux\r\nÉté,1.5,2019-06-12,oui,,'=1+1,a;b\r\n"
    )


def test_a_workbook_keeps_codes_as_text_and_runs_no_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(_written(["code", "n"], [["01", 3], ["=1+1", 4]], Flavour.XLSX))).active

    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [["01", 3], ["'=1+1", 4]]


def test_a_workbook_for_libreoffice() -> None:
    book = tablib.Dataset().load(_written(["code"], [["2A"]], Flavour.ODS), format="ods")

    assert book.dict == [{"code": "2A"}]


def test_a_long_csv_leaves_in_pieces() -> None:
    pieces = write_table(["n"], ([f"{n:06d}"] for n in range(50_000)), Flavour.OPEN)

    assert len(next(pieces)) < 70_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_are_read_as_people_write_them(tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
    lines = [delimiter.join(cells) for cells in (["nom", "ville"], ["L’Été", '"Aix, les; Bains"'], ["Œuvre"])]
    table = read_table(_file(tmp_path, end.join(lines).encode(encoding)))

    assert table.columns == ("nom", "ville")
    assert [row.cells for row in table.rows()] == [
        {"nom": "L’Été", "ville": "Aix, les; Bains"}, {"nom": "Œuvre", "ville": ""},
    ]  # fmt: skip


def test_lines_are_counted_as_in_a_spreadsheet(tmp_path: Path) -> None:
    table = read_table(_file(tmp_path, b'nom,note\nA,"deux\nlignes"\nB,b\nC,c\n'))

    assert table.count() == 3
    assert [(row.line, row.cells["nom"]) for row in table.rows(skip=1)] == [(3, "B"), (4, "C")]


def test_a_row_with_a_cell_too_many_says_so(tmp_path: Path) -> None:
    rows = list(read_table(_file(tmp_path, b"nom,ville\nA,b,c\nD,e,,\n")).rows())

    assert ["3 cases" in row.problem for row in rows] == [True, False]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"\r\n  ", "vide"),
        (b"PK\x03\x04rest", "classeur"),
        (b"\xd0\xcf\x11\xe0rest", "classeur"),
        (b"\x89PNG\r\n", "fichier texte"),
        (b"nom,ville\n\x00\x01", "fichier texte"),
        (b" <!DOCTYPE html><html>", "page web"),
        (b"nom,nom\n", "deux fois"),
        (b'nom,ville\n"' + b"a" * 200_000, "guillemet"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        list(read_table(_file(tmp_path, content)).rows())
    assert said in refusal.value.text


def test_a_file_past_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.write(b"nom\n")
        file.truncate(30 * 1024 * 1024 + 1)

    with pytest.raises(FileRefused, match="30"):
        read_table(path)
