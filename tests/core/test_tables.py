"""Tables in and out: what is written reads back the same, and what is no table is refused in a sentence."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import tablib
from hypothesis import given
from hypothesis import strategies as st

from cercles.core.tables import FileRefused, Flavour, as_csv, neutral, original, read_table, write_table

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


@pytest.mark.parametrize("flavour", [Flavour.OPEN, Flavour.EXCEL_FR, Flavour.XLSX, Flavour.ODS])
def test_days_of_long_ago_come_back(tmp_path: Path, flavour: Flavour) -> None:
    """Workbooks of Excel count days as if 1900 had been a leap year, and none before."""
    days = [
        date(300, 1, 15),
        date(1789, 7, 14),
        date(1900, 1, 15),
        date(1900, 2, 28),
        date(1900, 3, 1),
        date(2019, 6, 12),
    ]
    with as_csv(_file(tmp_path, _written(["day"], [[day] for day in days], flavour))) as file:
        said = [row.cells["day"] for row in read_table(file).rows()]
    assert [datetime.strptime(text, "%d/%m/%Y" if "/" in text else "%Y-%m-%d").date() for text in said] == days


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


TORN = "Un guillemet est ouvert dans cette ligne et jamais refermé, ou la ligne est coupée : corrigez-la."


@pytest.mark.parametrize("rest", [b"", b"D,%s\n" % (b"d" * 60) * 8_000], ids=["at the end", "before thousands of rows"])
def test_a_quotation_mark_that_is_never_closed_costs_one_row(tmp_path: Path, rest: bytes) -> None:
    rows = list(read_table(_file(tmp_path, b'nom,ville\nA,a\n"B,b\nC,c\n' + rest)).rows())

    assert [(row.line, row.cells["nom"], row.problem.replace("\u00a0", " ")) for row in rows[:3]] == [
        (2, "A", ""), (3, '"B,b', TORN), (4, "C", ""),
    ]  # fmt: skip
    assert len(rows) == 3 + rest.count(b"\n")
    assert not any(row.problem for row in rows[3:])


def test_a_row_of_three_megabytes_is_refused_alone_and_not_kept(tmp_path: Path) -> None:
    big, endless = b"B," + b"b" * 3_000_000, b"C," + b"c" * 20_000_000
    rows = list(read_table(_file(tmp_path, b"\n".join([b"nom,ville", b"A,a", big, endless, b"D,d", b""]))).rows())

    assert [(row.line, row.problem.replace("\u00a0", " ")) for row in rows] == [
        (2, ""),
        (3, "Cette ligne compte 3000 ko, 100 au plus : raccourcissez-la."),
        (4, "Cette ligne compte 20000 ko, 100 au plus : raccourcissez-la."),
        (5, ""),
    ]
    assert max(len(str(row.cells)) for row in rows) < 5_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_reading_goes_on_from_where_any_row_ends(tmp_path: Path, encoding: str, end: str) -> None:
    lines = ["nom;note", 'Été;"deux', 'lignes"', "B;b", '"C";"dit ""oui"""', "D;é"]
    table = read_table(_file(tmp_path, end.join(lines).encode(encoding)))
    rows = list(table.rows())

    assert len(rows) == 4
    for number, row in enumerate(rows, start=1):
        assert list(table.rows(skip=number, start=row.end)) == rows[number:]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"\r\n  ", "vide"),
        (b"PK\x03\x04rest", "pas un tableau"),
        (b"\xd0\xcf\x11\xe0rest", "classeur"),
        (b"\x89PNG\r\n", "pas un tableau"),
        (b"nom,ville\n\x00\x01", "pas un tableau"),
        (b" <!DOCTYPE html><html>", "page web"),
        (b"nom,nom\n", "deux fois"),
        (b'nom,"ville\nA,b\n', "guillemet"),
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


# Workbooks

ODS_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:spreadsheet><table:table>"
)
ODS_TAIL = "</table:table><table:table><table:table-row/></table:table></office:spreadsheet></office:body></office:document-content>"


def _archive(tmp_path: Path, **parts: str) -> Path:
    path = tmp_path / "book.bin"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return path


def _sheet(tmp_path: Path, rows: str) -> list[list[str]]:
    with as_csv(_archive(tmp_path, content_xml=ODS_HEAD + rows + ODS_TAIL)) as file:
        return [list(row.cells.values()) for row in read_table(file).rows()]


def test_a_sheet_of_libreoffice_gives_the_values_it_keeps(tmp_path: Path) -> None:
    rows = (
        "<table:table-row><table:table-cell><text:p>nom</text:p></table:table-cell><table:table-cell><text:p>n</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="16382"/></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>une note</text:p></office:annotation>'
        '<text:p>deux<text:s text:c="2"/>mots</text:p><text:p>et <text:span>une</text:span> ligne</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="80746931700018"><text:p>8,07E+13</text:p></table:table-cell>'
        "</table:table-row>"
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell office:value-type="date" office:date-value="2019-06-12T00:00:00"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )

    assert _sheet(tmp_path, rows) == [
        ["deux  mots\net une ligne", "80746931700018"], ["2019-06-12", "oui"], ["2019-06-12", "oui"],
    ]  # fmt: skip


def test_a_workbook_of_excel_gives_the_values_it_keeps(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["a", "b", "c"], [80746931700018, 1.5, date(2019, 6, 12)], ["01", True, None]):
        book.active.append(row)
    book.save(tmp_path / "book.csv")

    with as_csv(tmp_path / "book.csv") as file:
        assert [list(row.cells.values()) for row in read_table(file).rows()] == [
            ["80746931700018", "1.5", "2019-06-12"], ["01", "oui", ""],
        ]  # fmt: skip


CELL = '<table:table-cell {}office:value-type="string"><text:p>x</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('<table:table-row table:number-rows-repeated="1048576">' + CELL.format("") + "</table:table-row>", "sans fin"),
        (
            "<table:table-row>" + CELL.format('table:number-columns-repeated="16384" ') + "</table:table-row>",
            "colonnes",
        ),
        ("<table:table-row>", "abîmé"),
    ],
)
def test_a_sheet_without_end_is_refused(tmp_path: Path, rows: str, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        _sheet(tmp_path, rows)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"word__document_xml": "<w/>"}, "archive"),
        ({"xl__workbook_xml": "<x/>"}, "abîmé"),
        ({"xl__workbook_xml": "0" * (100 * 1024 * 1024 + 1)}, "trop grand"),
    ],
)
def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path, parts: dict[str, str], said: str) -> None:
    with pytest.raises(FileRefused, match=said), as_csv(_archive(tmp_path, **parts)):
        pass
