# ruff: noqa: E501  (a sentence is compared whole)
"""The national register of associations: what a row says, where it is placed, what a later file changes."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from benchmarks.directory.files import RNA
from django.core.management import CommandError
from django.db import connection

from cercles.organisations.actions.imports import gather, open_import, run_import, store_files
from cercles.organisations.models import ImportRun, Organisation
from tests.factories.organisations import OrganisationFactory
from tests.organisations.files import counts, plain, reasons, run_command, siret
from tests.organisations.registers import archive, rna, rna_zip, table

pytestmark = pytest.mark.usefixtures("places", "terms")


def _only() -> Organisation:
    return Organisation.objects.get(source="rna")


def test_a_row_becomes_a_page(tmp_path: Path) -> None:
    row = rna(titre_court="AN1", siret=siret(7), siteweb="www.numero1.fr")

    assert run_command(rna_zip(tmp_path, row), layout="rna")[0] == counts(created=1)

    made = _only()
    assert (made.name, made.short_name, made.rna, made.siret, made.siren, made.source_key) == (
        "ASSOCIATION NUMERO 1", "AN1", "W691000001", siret(7), siret(7)[:9], "W691000001",
    )  # fmt: skip
    assert (made.purpose, made.founded_on, made.state, made.ended_on, made.website) == (
        "réparer ensemble", date(1987, 6, 12), "active", None, "https://www.numero1.fr",
    )  # fmt: skip
    assert (made.seat.code, made.address, made.post_code, made.category.code, made.audience, made.search_key) == (
        "69123", "12 RUE DU LAC", "69003", "association", "public", "association numero 1 an1",
    )  # fmt: skip
    assert (len(made.ref), made.provenance) == (10, {})


def test_nothing_of_the_person_who_declares_is_kept(tmp_path: Path) -> None:
    row = rna(adrg_declarant="MADAME DUPONT", adrg_libvoie="5 RUE PRIVEE", dir_civilite="MADAME")
    run_command(rna_zip(tmp_path, row), layout="rna")

    kept = " ".join(str(value) for value in vars(_only()).values())
    assert "DUPONT" not in kept
    assert "PRIVEE" not in kept


@pytest.mark.parametrize(
    ("cells", "state", "ended"),
    [
        ({"position": "D", "date_disso": "2019-03-01"}, "dissolved", date(2019, 3, 1)),
        ({"position": "D", "date_disso": "0001-01-01"}, "dissolved", None),
        ({"position": "S", "date_disso": ""}, "removed", None),
        ({"position": "A", "date_disso": "2019-03-01"}, "active", None),
    ],
)
def test_what_has_become_of_it(tmp_path: Path, cells: dict[str, str], state: str, ended: date | None) -> None:
    run_command(rna_zip(tmp_path, rna(**cells)), layout="rna")

    assert (_only().state, _only().ended_on) == (state, ended)


def test_columns_are_found_by_their_name(tmp_path: Path) -> None:
    backwards = table(["nouveaute", *reversed(RNA)], [rna()], sign=";")
    comma = table([name for name in RNA if not name.startswith("adrg")], [rna(2)], sign=",", quoting=csv.QUOTE_MINIMAL)

    assert run_command(archive(tmp_path / "a.zip", un=backwards, deux="\ufeff" + comma), layout="rna")[0] == counts(
        created=2
    )
    assert list(Organisation.objects.order_by("rna").values_list("rna", "seat__code")) == [
        ("W691000001", "69123"), ("W691000002", "69123"),
    ]  # fmt: skip


def test_an_old_file_in_latin_1_whose_numbers_are_not_yet_rna(tmp_path: Path) -> None:
    old = "id;titre;objet;adr1;adrs_codepostal;libcom;position\n0691012345;Été à l’œuvre;;1 rue Haute;62600;BERCK;A\n"
    file = tmp_path / "rna_import.csv"
    file.write_bytes(old.encode("cp1252"))

    assert run_command(file, layout="rna")[0] == counts(created=1)
    made = _only()
    assert (made.name, made.rna, made.source_key, made.seat.code, made.address) == (
        "Été à l’œuvre", None, "0691012345", "62108", "1 rue Haute",
    )  # fmt: skip
    assert run_command(file, layout="rna")[0] == counts(unchanged=1)


def test_what_is_optional_and_wrong_is_left_out(tmp_path: Path) -> None:
    row = rna(siret="12345678901234", siteweb="néant", adrs_codepostal="690", date_creat="jadis", objet="x" * 3000)

    assert run_command(rna_zip(tmp_path, row), layout="rna")[0] == counts(created=1)
    made = _only()
    assert (made.siret, made.website, made.post_code, made.founded_on) == (None, "", "", None)
    assert made.purpose.endswith("[…]")
    assert len(made.purpose) <= 2000


def test_a_place_that_is_not_found_is_kept_in_words(tmp_path: Path) -> None:
    row = rna(adrs_codeinsee="", adrs_codepostal="99999", adrs_libcommune="NULLEVILLE")

    assert run_command(rna_zip(tmp_path, row), layout="rna")[0] == counts(created=1, unplaced=1)
    assert (_only().seat, _only().place_written) == (None, "99999 NULLEVILLE")
    assert run_command(rna_zip(tmp_path, row), layout="rna")[0] == counts(unchanged=1)

    assert run_command(rna_zip(tmp_path, rna()), layout="rna")[0] == counts(updated=1)
    assert (_only().seat.code, _only().place_written) == ("69123", "")


def test_refused_rows_say_their_file_and_their_line_and_come_back(tmp_path: Path) -> None:
    first = table(RNA, [rna(1), rna(2, titre="")], sign=";")
    second = table(RNA, [rna(3), rna(4), rna(3, titre="Encore"), rna(5, id="")], sign=";")
    file = archive(tmp_path / "rna.zip", dpt_1=first, dpt_2=second)

    assert run_command(file, layout="rna")[0] == counts(created=3, rejected=3)
    told = ImportRun.objects.get().refusals.values_list("part", "line", "reason")
    assert [(part, line, plain(reason)) for part, line, reason in told] == [
        ("dpt_1.csv", 3, "Le nom manque."),
        ("dpt_2.csv", 4, "Le registre dit déjà cette organisation, 2 lignes plus haut : cette ligne n’est pas prise."),
        ("dpt_2.csv", 5, "Le numéro de l’association manque (colonne « id »)."),
    ]

    back = tmp_path / "rna-refus.csv"
    text = back.read_text("utf-8-sig")
    assert text.splitlines()[0].startswith("id;titre;siret;")
    assert text.splitlines()[0].endswith("position;fichier;ligne;raison")
    back.write_text(text.replace("W691000002;;", "W691000002;Nommée;"), encoding="utf-8")
    assert run_command(back, layout="rna")[0] == counts(created=1, updated=1, rejected=1)
    assert Organisation.objects.get(rna="W691000002").name == "Nommée"


def test_control_characters_become_spaces(tmp_path: Path) -> None:
    rows = table(
        RNA,
        [rna(titre="LES\x00AMIS\x1f", objet="un\x01deux\ttrois\nquatre\x85cinq « six » ", adrs_libvoie="\x7fDU LAC")],
        sign=";",
    )

    assert run_command(archive(tmp_path / "rna.zip", a=rows), layout="rna")[0] == counts(created=1)
    assert (_only().name, _only().purpose, _only().address) == (
        "LES AMIS", "un deux trois quatre cinq « six »", "12 RUE DU LAC",
    )  # fmt: skip


@pytest.mark.parametrize("zipped", [False, True])
def test_lines_that_end_by_a_carriage_return_alone(tmp_path: Path, zipped: bool) -> None:
    rows = table(RNA, [rna(1), rna(2, titre=""), rna(3)], sign=";").replace("\n", "\r")
    file = tmp_path / "rna.csv"
    file.write_bytes(rows.encode())
    if zipped:
        file = archive(tmp_path / "rna.zip", a=rows)

    assert run_command(file, layout="rna")[0] == counts(created=2, rejected=1)
    assert reasons() == [(3, "Le nom manque.")]


def test_a_file_in_utf_16_and_an_archive_with_a_password_say_so(tmp_path: Path) -> None:
    wide = tmp_path / "rna.csv"
    wide.write_bytes(table(RNA, [rna()], sign=";").encode("utf-16"))
    locked = rna_zip(tmp_path, rna())
    content = bytearray(locked.read_bytes())
    content[content.index(b"PK\x03\x04") + 6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    locked.write_bytes(bytes(content))

    for file, said in (
        (wide, "Ce fichier est en UTF-16 : enregistrez-le en UTF-8, puis envoyez-le à nouveau."),
        (
            locked,
            "Cette archive est protégée par un mot de passe : ouvrez-la, puis envoyez les fichiers qu’elle contient.",
        ),
    ):
        with pytest.raises(CommandError) as refusal:
            run_command(file, layout="rna")
        assert plain(str(refusal.value)) == said
    assert ImportRun.objects.count() == 0


def test_of_a_damaged_row_nothing_of_the_person_who_declares_is_kept(tmp_path: Path) -> None:
    """A sign too many moves each cell beside its column; an open quotation mark gives the whole line as one."""
    rows = [rna(number, adrg_declarant="MADAME DUPONT", adrg_libvoie="5 RUE PRIVEE") for number in (1, 2, 3)]
    lines = table(RNA, rows, sign=";", quoting=csv.QUOTE_MINIMAL).splitlines()
    moved = lines[1].replace("ASSOCIATION", f"{'x;' * 9}ASSOCIATION") + ";x"
    torn = lines[2].replace("ASSOCIATION", '"ASSOCIATION')
    file = archive(tmp_path / "rna.zip", a="\n".join([lines[0], moved, lines[3], torn]))

    assert run_command(file, layout="rna")[0] == counts(created=1, rejected=2)

    refused = ImportRun.objects.get().refusals.values_list("line", "cells")
    assert [(line, {name: text for name, text in cells.items() if text}) for line, cells in refused] == [
        (2, {"id": "W691000001"}), (4, {"id": "W691000002"}),
    ]  # fmt: skip


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Both refused at the same line: in one archive, in two, and in two archives of one name."""
    bad, long = table(RNA, [rna(titre="")], sign=";"), "d" * 200
    one = archive(tmp_path / "one.zip", **{"a/x": bad, "b/x": bad, "y": bad})
    two = archive(tmp_path / "two.zip", **{"x": bad, f"{long}/x": bad})
    (tmp_path / "again").mkdir()
    same = archive(tmp_path / "again" / "two.zip", x=bad)

    assert run_command(one, two, same, layout="rna")[0] == counts(rejected=6)

    run = ImportRun.objects.get()
    names = ("one.zip/a/x.csv", "one.zip/b/x.csv", "y.csv", "two.zip/x.csv", "(2) two.zip/x.csv")
    assert (run.state, {*run.refusals.values_list("part", "line")}) == (
        "done",
        {(part, 2) for part in (*names, f"…{long[:113]}/x.csv")},
    )


def test_a_later_file_changes_what_changed_and_says_what(tmp_path: Path) -> None:
    run_command(rna_zip(tmp_path, rna(1), rna(2), rna(3)), layout="rna")
    later = rna_zip(
        tmp_path, rna(1), rna(2, objet="réparer et prêter", position="D", date_disso="2026-01-31"),
        rna(3, adrs_codeinsee="62108", adrs_codepostal="62600"), name="later.zip",
    )  # fmt: skip

    assert run_command(later, layout="rna")[0] == counts(updated=2, unchanged=1)

    changes = ImportRun.objects.latest("pk").changes.values_list("organisation__rna", "column", "before", "after")
    assert sorted(changes) == [
        ("W691000002", "ended_on", "", "2026-01-31"),
        ("W691000002", "purpose", "réparer ensemble", "réparer et prêter"),
        ("W691000002", "state", "active", "dissolved"),
        ("W691000003", "post_code", "69003", "62600"),
        ("W691000003", "seat_id", "Lyon", "Berck"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (table(["id", "nom"], [], sign=";"), "Il manque, dans « rna.csv », la colonne « titre ». Colonnes trouvées : id, nom."),
        ("", "Ce fichier est vide."),
        ("<!doctype html>", "Ce fichier est une page web et non un tableau : téléchargez le fichier lui-même, pas la page qui le présente."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_rna_is_refused_in_a_sentence(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "rna.csv"
    file.write_text(content, encoding="utf-8")

    for options in ((), ("--dry-run",)):
        with pytest.raises(CommandError) as refusal:
            run_command(file, *options, layout="rna")
        assert plain(str(refusal.value)) == said
    assert ImportRun.objects.count() == 0


def test_an_archive_cut_short_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    whole = rna_zip(tmp_path, *(rna(number) for number in range(1, 200)))
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole.read_bytes()[:-400])

    with pytest.raises(CommandError, match="incomplète ou abîmée"):
        run_command(cut, layout="rna")
    assert (ImportRun.objects.count(), Organisation.objects.count()) == (0, 0)


def test_an_archive_whose_inside_is_damaged_halts_before_anything_is_written(tmp_path: Path) -> None:
    whole = rna_zip(tmp_path, *(rna(number, objet=f"objet {number * 7919}") for number in range(1, 4000)))
    content = bytearray(whole.read_bytes())
    content[len(content) // 2] ^= 0xFF
    whole.write_bytes(bytes(content))

    with pytest.raises(CommandError, match="incomplète ou abîmée"):
        run_command(whole, layout="rna")
    assert (ImportRun.objects.get().state, Organisation.objects.count()) == ("failed", 0)


def test_a_row_of_three_megabytes_among_many(tmp_path: Path) -> None:
    rows = [rna(number) for number in range(1, 21)]
    rows[9]["objet"] = "x" * 3_000_000

    assert run_command(rna_zip(tmp_path, *rows), layout="rna")[0] == counts(created=19, rejected=1)
    assert reasons() == [(11, "Cette ligne compte 3000 ko, 100 au plus : raccourcissez-la.")]


def test_quotes_inside_quotes(tmp_path: Path) -> None:
    rows = table(RNA, [rna(1, titre='LES "AMIS" DU LAC'), rna(2)], sign=";")
    torn = rows.replace('"ASSOCIATION NUMERO 2"', '"LE "LAC" BLEU"')

    assert run_command(archive(tmp_path / "rna.zip", a=torn), layout="rna")[0] == counts(created=2)
    assert list(Organisation.objects.order_by("rna").values_list("name", flat=True)) == [
        'LES "AMIS" DU LAC',
        'LE LAC" BLEU"',
    ]


def test_a_trial_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    OrganisationFactory(name="Association numéro 3", seat_id=None)
    file = rna_zip(tmp_path, rna(1), rna(2, titre=""), rna(3))

    tried, said = run_command(file, "--dry-run", layout="rna")

    assert tried == counts(created=2, rejected=1)
    assert said.split("\n")[0] == "Ligne 3 : Le nom manque."
    assert (Organisation.objects.count(), ImportRun.objects.count()) == (1, 0)
    assert run_command(file, layout="rna")[0] == tried


def test_of_the_same_file_sent_again_no_row_is_looked_for_by_its_name(tmp_path: Path) -> None:
    """Their own pages are there; a row that comes with them is looked for."""
    rows, names = [rna(n) for n in range(1, 4)], list[str]()

    def asked(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "v.number, o.id" in sql or "j.value ->> 0, o.id" in sql:
            names.append(str(params))
        return execute(sql, params, many, context)

    run_command(rna_zip(tmp_path, *rows), layout="rna")
    with connection.execute_wrapper(asked):
        assert run_command(rna_zip(tmp_path, *rows), layout="rna")[0] == counts(unchanged=3)
        assert names == []
        OrganisationFactory(name="Association numéro 4", seat=_first().seat)
        again = [*rows, rna(4)]
        assert run_command(rna_zip(tmp_path, *again), layout="rna")[0] == counts(unchanged=3, doubtful=1)

    assert len(names) == 1
    assert "association numero 4" in names[0]
    assert "association numero 1" not in names[0]


def _first() -> Organisation:
    return Organisation.objects.get(rna="W691000001")


def test_two_gather_at_once_and_the_later_leaves_it_to_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first to be done forgets what was sent: the other, in the middle of it, does not say that the file is lost."""
    monkeypatch.setattr(gather, "_TOLD_EVERY", 1)
    files = [rna_zip(tmp_path, rna(number), name=f"{number}.zip") for number in (1, 2)]
    stored = store_files([(file.name, [file.read_bytes()]) for file in files], "rna")
    run = open_import(by=None, layout="rna", stored=stored, now=True)
    other: list[ImportRun] = []

    def gathered(seen: ImportRun) -> None:
        if seen.gathered == 100:
            other.append(seen)
            raise KeyboardInterrupt

    def told(_run: ImportRun) -> None:
        if not other:
            with pytest.raises(KeyboardInterrupt):
                run_import(run.pk, progress=gathered)

    later = run_import(run.pk, progress=told)
    assert (later.state, later.reason, len(other)) == ("running", "", 1)
    assert run_import(run.pk).state == "done"
    run.refresh_from_db()
    assert (run.created, Organisation.objects.count()) == (2, 2)
