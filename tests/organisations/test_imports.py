# ruff: noqa: E501  (a sentence is compared whole)
"""Organisations from a file, by the command: what is written, what is refused and why, what a second time changes."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from cercles.core import clock
from cercles.core.tables import read_table
from cercles.organisations import actions
from cercles.organisations.actions.imports import open_import, run_import, stop_import, store_files
from cercles.organisations.models import Affiliation, DuplicatePair, ImportRun, Organisation
from cercles.search.models import Change
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory
from tests.organisations.files import HEADING, counts, csv_of, many, plain, reasons, run_command, siae, siret, write

pytestmark = pytest.mark.usefixtures("places", "terms")


def _told_to_search() -> Any:
    return Change.objects.filter(kind="organisations.organisation")


def _only() -> Organisation:
    return Organisation.objects.get(source="siae")


# What is written


def test_a_row_becomes_a_public_page_on_its_commune(tmp_path: Path) -> None:
    row = siae(name="LES TOILES SAS", brand="Les Toiles", naf="1310z", website="www.toiles.fr")
    file = write(tmp_path, csv_of(row, heading=(*HEADING, "brand", "naf")))

    assert run_command(file)[0] == counts(created=1)

    made = _only()
    assert (made.name, made.legal_name, made.kinds, made.activity_code) == (
        "Les Toiles",
        "LES TOILES SAS",
        "EI",
        "1310Z",
    )
    assert (made.siret, made.siren, made.website) == (siret(1), siret(1)[:9], "https://www.toiles.fr")
    assert (made.seat.code, made.category.code, made.audience, made.search_key) == (
        "69123", "siae", "public", "les toiles les toiles sas",
    )  # fmt: skip
    assert list(_told_to_search().values_list("first_id", "last_id")) == [(made.pk, made.pk)]


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    file = write(tmp_path, csv_of(*many(250)))
    assert run_command(file)[0] == counts(created=250)
    before = list(Organisation.objects.values_list("pk", "changed_at"))

    assert run_command(file)[0] == counts(unchanged=250)

    assert list(Organisation.objects.values_list("pk", "changed_at")) == before


def test_a_changed_row_changes_its_page(tmp_path: Path) -> None:
    run_command(write(tmp_path, csv_of(*many(3))))
    rows = many(3)
    rows[1] |= {"name": "Structure deux", "city": "Berck", "post_code": "62600", "department": "62"}

    assert run_command(write(tmp_path, csv_of(*rows)))[0] == counts(updated=1, unchanged=2)

    made = Organisation.objects.get(siret=siret(2))
    assert (made.name, made.search_key, made.seat.code) == ("Structure deux", "structure deux", "62108")


def test_one_siret_with_two_agreements_is_one_organisation(tmp_path: Path) -> None:
    file = write(tmp_path, csv_of(siae(kind="EI"), siae(kind="ACI", name="LES TOILES, chantier".replace(",", ""))))

    assert run_command(file)[0] == counts(created=1, updated=1)
    assert (_only().kinds, _only().name) == ("ACI EI", "Les Toiles")
    assert run_command(file)[0] == counts(unchanged=2)


def test_one_siret_in_two_communes_is_refused(tmp_path: Path) -> None:
    elsewhere = siae(kind="ACI", city="Berck", post_code="62600", department="62")

    assert run_command(write(tmp_path, csv_of(siae(), elsewhere)))[0] == counts(created=1, rejected=1)
    assert reasons() == [
        (3, "Ce SIRET est déjà celui de « Les Toiles », dans une autre commune (Lyon) : vérifiez lequel est juste.")
    ]


def test_the_same_organisation_twice_in_a_file_is_refused_once(tmp_path: Path) -> None:
    file = write(tmp_path, csv_of(siae(), siae(name="Autre nom")))

    for expected in (counts(created=1, rejected=1), counts(unchanged=1, rejected=1)):
        assert run_command(file)[0] == expected
        assert reasons() == [
            (3, "Cette organisation est déjà à la ligne 2 de ce fichier : gardez une seule des deux lignes.")
        ]


def test_a_row_without_siret_is_found_again_by_its_words(tmp_path: Path) -> None:
    file = write(tmp_path, csv_of(siae(siret="")))

    assert run_command(file)[0] == counts(created=1)
    assert run_command(file)[0] == counts(unchanged=1)


def test_progress_is_told(tmp_path: Path) -> None:
    said = run_command(write(tmp_path, csv_of(*many(250))))[1]

    lines = said.split("\n")
    assert lines[0].startswith("100 lignes sur 250")  # and what remains, where a second has gone by
    assert lines[-2:] == ["250 lignes sur 250", ""]


def test_a_trial_writes_nothing_and_counts_the_same(tmp_path: Path) -> None:
    rows = [*many(120), siae(siret="123"), siae(), siae(kind="ACI")]
    file = write(tmp_path, csv_of(*rows))

    tried, said = run_command(file, "--dry-run")

    assert tried == counts(created=120, updated=1, rejected=2)
    assert said.split("\n")[:1] == [
        "Ligne 122 : Un SIRET compte 14 chiffres. Recopiez-le de votre avis de situation Insee, ou laissez la case vide."
    ]
    assert (Organisation.objects.count(), ImportRun.objects.count(), _told_to_search().count()) == (0, 0, 0)
    assert run_command(file)[0] == tried
    assert run_command(file, "--dry-run")[0] == run_command(file)[0] == counts(unchanged=121, rejected=2)


# What is refused


def test_refused_rows_come_back_with_line_and_reason_and_are_imported_once_mended(tmp_path: Path) -> None:
    file = write(tmp_path, csv_of(siae(), siae(siret=siret(2)[:-1], name="À corriger"), siae(siret=siret(3))))
    done, said = run_command(file)
    assert done == counts(created=2, rejected=1)
    assert "1 ligne refusée, avec sa raison" in said

    back = tmp_path / "structures-refus.csv"
    table = read_table(back)
    row = next(table.rows())
    assert table.columns == (*HEADING, "ligne", "raison")
    assert (row.cells["name"], row.cells["ligne"], row.cells["raison"]) == ("À corriger", "3", reasons()[0][1])

    back.write_bytes(back.read_bytes().replace(siret(2)[:-1].encode(), siret(2).encode(), 1))
    assert run_command(back)[0] == counts(created=1)
    assert Organisation.objects.get(name="À corriger").siret == siret(2)


REFUSED: list[tuple[dict[str, str], str]] = [
    ({"siret": "80746931700019"}, "Ce SIRET contient une erreur : sa clé ne correspond pas. Vérifiez chaque chiffre, ou laissez la case vide."),
    ({"siret": "8.07469E+13"}, "Un tableur a changé ce SIRET en nombre (8.07469E+13). Mettez la colonne au format Texte, puis recopiez les 14 chiffres."),
    ({"siret": "80746931700018.00"}, "Un tableur a changé ce SIRET en nombre (80746931700018.00). Mettez la colonne au format Texte, puis recopiez les 14 chiffres."),
    ({"siret": siret(572078)[1:]}, f"Il manque le zéro du début, qu’un tableur a ôté. Mettez la colonne au format Texte et écrivez {siret(572078)}."),
    ({"siret": "807469317000"}, "Un SIRET compte 14 chiffres. Recopiez-le de votre avis de situation Insee, ou laissez la case vide."),
    ({"name": ""}, "Le nom manque."),
    ({"name": "N" * 256}, f"« {'N' * 40}… » compte 256 caractères : 255 au plus."),
    ({"website": "pas une adresse"}, "« pas une adresse » n’est pas l’adresse d’un site : elle s’écrit https://www.exemple.fr"),
    ({"post_code": "6900"}, "« 6900 » n’est pas un code postal : il compte 5 chiffres, le zéro du début compris."),
    ({"city": "Nulleville", "post_code": "99999"}, "Commune inconnue : « 99999 Nulleville ». Vérifiez le nom et le code postal."),
    ({"city": "Saint-Denis", "post_code": "", "department": ""}, "« Saint-Denis » peut être Saint-Denis (93066), Saint-Denis (97411) : écrivez l’un de ces noms, ou son code dans une colonne « code commune »."),
    ({"city": "Berck"}, "Le code postal 69001 ne va pas avec Berck (Pas-de-Calais) : corrigez l’un ou l’autre."),
    ({"city": "Berck", "post_code": ""}, "Le département écrit ne va pas avec Berck (Pas-de-Calais) : corrigez l’un ou l’autre."),
]  # fmt: skip


def test_a_refusal_says_what_to_do(tmp_path: Path) -> None:
    rows = [siae(**{"siret": "", "name": f"Ligne {number}"} | cells) for number, (cells, _said) in enumerate(REFUSED)]

    assert run_command(write(tmp_path, csv_of(*rows)))[0] == counts(rejected=len(REFUSED))
    assert [reason for _line, reason in reasons()] == [said for _cells, said in REFUSED]


def test_a_column_with_the_commune_s_code_settles_a_doubt(tmp_path: Path) -> None:
    row = siae(city="Saint-Denis", post_code="", department="", code_commune="97411")

    assert run_command(write(tmp_path, csv_of(row, heading=(*HEADING, "code_commune"))))[0] == counts(created=1)
    assert _only().seat.code == "97411"


def test_identifiers_of_two_pages_are_refused_until_somebody_merges_them(cast: Cast, tmp_path: Path) -> None:
    OrganisationFactory(name="Une", siret=siret(1))
    OrganisationFactory(name="Deux", rna="W751234567")
    row = {"nom": "Trois", "SIRET": siret(1), "RNA": "W751234567"}

    done, _said = run_command(write(tmp_path, csv_of(row, heading=("nom", "SIRET", "RNA"))), layout="cercles")

    assert done == counts(rejected=1)
    assert reasons()[0][1] == "Ses identifiants sont ceux de deux pages, « Deux », « Une » : réunissez-les d’abord."

    pair = DuplicatePair.objects.get()
    assert pair.facts == ["together"]
    actions.merge_organisations(duplicate=pair.second, into=pair.first, reason="La même.", by=cast.administrator)
    file = write(tmp_path, csv_of({**row, "nom": "Quatre"}, heading=("nom", "SIRET", "RNA")))
    assert run_command(file, layout="cercles")[0] == counts(updated=1)
    assert (Organisation.objects.canonical().get(siret=siret(1)).name, Organisation.objects.count()) == ("Quatre", 3)


# Files as people send them


@pytest.mark.parametrize(
    ("encoding", "sign"), [("latin-1", ";"), ("cp1252", "\t"), ("utf-8-sig", ";"), ("utf-16", ",")]
)
def test_any_encoding_separator_and_line_end(tmp_path: Path, encoding: str, sign: str) -> None:
    row = siae(name=f'"Les ""Toiles"" d{sign}Été"', city="Saint-Denis", post_code="93200", department="93")
    text = csv_of(row, sign=sign).replace("\n", "\r\n")

    assert run_command(write(tmp_path, text.encode(encoding)))[0] == counts(created=1)
    assert (_only().name, _only().seat.code) == (" ".join(f'Les "Toiles" d{sign}Été'.split()), "93066")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Ce fichier est vide."),
        (b"SIRET;Nom;Type\n", "Il manque les colonnes « name », « kind ». Colonnes trouvées : SIRET, Nom, Type. Le format « Export de Cercles » lui irait."),
        (b"nom\nLes Toiles\n", "Il manque les colonnes « siret », « name », « kind ». Colonnes trouvées : nom. Le format « Export de Cercles » lui irait."),
        (b"titre\nLes Toiles\n", "Il manque les colonnes « siret », « name », « kind ». Colonnes trouvées : titre."),
        (b"\x89PNG\r\n\x1a\n\x00", "Ce fichier n’est pas un tableau : envoyez un CSV ou un classeur."),
        (b"<!doctype html><p>", "Ce fichier est une page web et non un tableau : téléchargez le fichier lui-même, pas la page qui le présente."),
        (b"PK\x03\x04tronque", "Ce classeur est abîmé ou incomplet : ouvrez-le, enregistrez-le à nouveau, puis renvoyez-le."),
        (b"\xd0\xcf\x11\xe0ancien", "Ce fichier est un ancien classeur Excel, ou il a un mot de passe : enregistrez-le au format .xlsx ou CSV."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    file = write(tmp_path, content, "photo.xlsx")

    for options in ((), ("--dry-run",)):
        with pytest.raises(CommandError) as refusal:
            run_command(file, *options)
        assert plain(str(refusal.value)) == said
    assert ImportRun.objects.count() == 0


def test_a_file_cut_in_the_middle_of_a_row_loses_that_row_alone(tmp_path: Path) -> None:
    text = csv_of(*many(150)) + f'{siret(200)},"Coupée au mil'

    assert run_command(write(tmp_path, text))[0] == counts(created=150, rejected=1)
    assert reasons() == [
        (152, "Un guillemet est ouvert dans cette ligne et jamais refermé, ou la ligne est coupée : corrigez-la.")
    ]


def test_no_file_and_a_lost_file(tmp_path: Path, settings: Any) -> None:
    with pytest.raises(CommandError, match="n’existe pas"):
        run_command(tmp_path / "absent.csv")

    stored = store_files([("x.csv", [csv_of(siae()).encode()])], "siae")
    run = open_import(by=None, layout="siae", stored=stored)
    (settings.MEDIA_ROOT / run.stored_name).unlink()

    assert plain(run_import(run.pk).reason) == ("Le fichier n’est plus sur le serveur : envoyez-le à nouveau.")


# What people wrote stays


def _claimed(cast: Cast) -> Organisation:
    claim = actions.ask_to_represent(organisation=_only(), by=cast.account)
    actions.confirm_claim(claim=claim, by=cast.administrator)
    return _only()


def test_the_words_of_a_representative_survive_a_second_import(cast: Cast, tmp_path: Path) -> None:
    file = write(tmp_path, csv_of(siae()))
    run_command(file)
    actions.edit_organisation(organisation=_claimed(cast), by=cast.account, name="Nos mots", address="1 rue du Pont")

    assert run_command(file)[0] == counts(unchanged=1)
    assert (_only().name, _only().address) == ("Nos mots", "1 rue du Pont")


def test_they_survive_her_leaving_and_the_rest_follows_the_register(cast: Cast, tmp_path: Path) -> None:
    run_command(write(tmp_path, csv_of(siae())))
    actions.edit_organisation(organisation=_claimed(cast), by=cast.account, name="Nos mots")
    actions.end_affiliation(affiliation=Affiliation.objects.get(person=cast.account), by=cast.account)

    moved = siae(city="Berck", post_code="62600", department="62")
    assert run_command(write(tmp_path, csv_of(moved)))[0] == counts(updated=1)

    assert (_only().name, _only().seat.code, _only().written_by_people()) == ("Nos mots", "62108", {"name"})


def test_a_repaired_identifier_is_not_undone(cast: Cast, tmp_path: Path) -> None:
    file = write(tmp_path, csv_of(siae()))
    run_command(file)
    actions.repair_identifiers(organisation=_only(), by=cast.administrator, reason="Faux.", siret=siret(9), siren=None)

    assert run_command(file)[0] == counts(unchanged=1)
    assert _only().siret == siret(9)


def test_a_register_goes_on_with_what_nobody_wrote_on_a_represented_page(cast: Cast, tmp_path: Path) -> None:
    run_command(write(tmp_path, csv_of(siae())))
    actions.edit_organisation(organisation=_claimed(cast), by=cast.account, name="Nos mots")

    later = csv_of(siae(name="Le registre insiste", city="Berck", post_code="62600", department="62"))
    assert run_command(write(tmp_path, later))[0] == counts(updated=1)
    assert (_only().name, _only().seat.code) == ("Nos mots", "62108")


def test_no_file_of_ours_changes_a_page_represented_through_its_duplicate(cast: Cast, tmp_path: Path) -> None:
    run_command(write(tmp_path, csv_of(siae())))
    double = OrganisationFactory(representative=cast.account)
    actions.merge_organisations(duplicate=double, into=_only(), reason="Doublon.", by=cast.administrator)

    row = {"nom": "Un fichier insiste", "SIRET": siret(1)}
    file = write(tmp_path, csv_of(row, heading=("nom", "SIRET")))
    assert run_command(file, layout="cercles")[0] == counts(unchanged=1)
    assert _only().name == "Les Toiles"


def test_a_register_fills_what_is_empty_on_a_page_it_did_not_make(tmp_path: Path) -> None:
    OrganisationFactory(name="Toiles et compagnie", siret=siret(1))

    assert run_command(write(tmp_path, csv_of(siae())))[0] == counts(updated=1)
    page = Organisation.objects.get()
    assert (page.name, page.kinds, page.seat.code) == ("Toiles et compagnie", "EI", "69123")
    assert {"kinds", "seat_id"} <= page.provenance.keys()
    assert run_command(write(tmp_path, csv_of(siae(name="Toiles SARL"))))[0] == counts(unchanged=1)


def test_tags_chosen_on_the_site_are_kept_from_an_older_file(cast: Cast, tmp_path: Path, terms: Any) -> None:
    page = OrganisationFactory(name="Toiles", siret=siret(1))
    actions.edit_organisation(
        organisation=page, by=cast.account, name="Toiles", themes=[terms["food"]], goals=[terms["12"]]
    )
    row = {"nom": "Toiles", "SIRET": siret(1), "thèmes": "circular", "objectifs": "8"}
    file = write(tmp_path, csv_of(row, heading=("nom", "SIRET", "thèmes", "objectifs")))

    assert run_command(file, layout="cercles")[0] == counts(unchanged=1)
    assert [term.code for term in page.themes.all()] == ["food"]


# Stopped, taken up again


def _opened(content: str) -> ImportRun:
    stored = store_files([("x.csv", [content.encode()])], "siae")
    return open_import(by=None, layout="siae", stored=stored)


def test_the_same_file_takes_up_the_import_that_did_not_end(cast: Cast, tmp_path: Path) -> None:
    text = csv_of(*many(250), siae(siret="123"), siae())
    run = _opened(text)

    def stop_after_one_piece(seen: ImportRun) -> None:
        if seen.line == 100:
            stop_import(run=seen, by=cast.administrator, reason="Une pause.")

    run = run_import(run.pk, progress=stop_after_one_piece)
    assert (run.state, run.reason, run.line, run.created) == ("stopped", "Une pause.", 100, 100)

    # The last row says again what stood in the first piece: it is refused although that was read before the pause.
    assert run_command(write(tmp_path, text))[0] == counts(created=250, rejected=2)
    assert [line for line, _reason in reasons()] == [252, 253]
    assert ImportRun.objects.count() == 1


def test_only_one_import_of_a_file_is_open(tmp_path: Path) -> None:
    assert _opened(csv_of(siae())) == _opened(csv_of(siae()))


def test_an_import_without_news_waits_for_somebody() -> None:
    run = _opened(csv_of(siae()))
    assert (run.is_stalled, run.can_resume, list(ImportRun.objects.halted())) == (False, False, [])

    ImportRun.objects.update(moved_at=clock.now() - timedelta(minutes=3), state="running")

    run.refresh_from_db()
    assert (run.is_stalled, run.can_resume, list(ImportRun.objects.halted())) == (True, True, [run])


def test_a_page_that_rows_of_one_batch_change_before_and_after_a_new_page_keeps_both_changes(tmp_path: Path) -> None:
    """The second agreement of a new page waits until that page is there, and with it all that follows."""
    run_command(write(tmp_path, csv_of(siae())))
    other = {"siret": siret(2), "name": "Les Voiles"}
    rows = siae(website="https://toiles.example"), siae(**other), siae(**other, kind="ACI"), siae(kind="ACI")

    assert run_command(write(tmp_path, csv_of(*rows)))[0] == counts(created=1, updated=3)

    page = Organisation.objects.get(siret=siret(1))
    assert (page.website, page.kinds) == ("https://toiles.example", "ACI EI")
