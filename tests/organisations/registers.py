"""Files of the national registers, as they are published, with a few rows."""

import csv
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.directory.files import ESTABLISHMENT, RNA, UNIT
from stdnum import luhn

ND = "[ND]"


def siren(number: int) -> str:
    stem = f"{number:08d}"
    return stem + luhn.calc_check_digit(stem)


def siret_of(unit: str, nic: int = 1) -> str:
    stem = f"{unit}{nic:04d}"
    return stem + luhn.calc_check_digit(stem)


def rna(number: int = 1, **cells: str) -> dict[str, str]:
    """An association of Lyon, in its third arrondissement."""
    row = {
        "id": f"W691{number:06d}", "titre": f"ASSOCIATION NUMERO {number}", "objet": "réparer ensemble", "date_creat": "1987-06-12",
        "date_disso": "0001-01-01", "nature": "D", "groupement": "S", "position": "A", "adrs_numvoie": "12", "adrs_typevoie": "RUE",
        "adrs_libvoie": "DU LAC", "adrs_codeinsee": "69383", "adrs_codepostal": "69003", "adrs_libcommune": "LYON 3EME",
        "adrg_declarant": "MADAME DUPONT", "dir_civilite": "PM",
    }  # fmt: skip
    return row | cells


def unit(number: int = 1, **cells: str) -> dict[str, str]:
    """A limited company; with ``seat`` its seat is in Berck."""
    row = {
        "siren": siren(number), "statutDiffusionUniteLegale": "O", "dateCreationUniteLegale": "2001-02-03",
        "trancheEffectifsUniteLegale": "12", "anneeEffectifsUniteLegale": "2024", "categorieEntreprise": "PME",
        "dateDebut": "2020-01-01", "etatAdministratifUniteLegale": "A", "denominationUniteLegale": f"SOCIETE {number}",
        "categorieJuridiqueUniteLegale": "5710", "activitePrincipaleUniteLegale": "13.10Z",
        "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2", "nicSiegeUniteLegale": siret_of(siren(number))[9:],
        "economieSocialeSolidaireUniteLegale": "N",
    }  # fmt: skip
    return row | cells


def site(number: int = 1, nic: int = 1, **cells: str) -> dict[str, str]:
    siret = siret_of(siren(number), nic)
    row = {
        "siren": siren(number), "nic": siret[9:], "siret": siret, "statutDiffusionEtablissement": "O",
        "etablissementSiege": "true" if nic == 1 else "false", "numeroVoieEtablissement": "3", "typeVoieEtablissement": "AV",
        "libelleVoieEtablissement": "DE LA PLAGE", "codePostalEtablissement": "62600", "libelleCommuneEtablissement": "BERCK",
        "codeCommuneEtablissement": "62108", "etatAdministratifEtablissement": "A",
    }  # fmt: skip
    return row | cells


def table(columns: Iterable[str], rows: Iterable[dict[str, str]], *, sign: str, quoting: int = csv.QUOTE_ALL) -> str:
    text, named = io.StringIO(newline=""), list(columns)
    writer = csv.DictWriter(
        text, named, delimiter=sign, quoting=quoting, restval="", extrasaction="ignore", lineterminator="\n"
    )
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def archive(path: Path, **files: str | bytes) -> Path:
    """A zip; ``rna_69="…"`` is ``rna_69.csv``."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(f"{name}.csv", text)
    return path


def rna_zip(folder: Path, *rows: dict[str, str], name: str = "rna.zip", encoding: str = "utf-8") -> Path:
    return archive(folder / name, rna_waldec_dpt_69=table(RNA, rows, sign=";").encode(encoding))


def units_file(folder: Path, *rows: dict[str, str], name: str = "StockUniteLegale_utf8.csv") -> Path:
    path = folder / name
    path.write_text(table(UNIT, rows, sign=",", quoting=csv.QUOTE_MINIMAL), encoding="utf-8")
    return path


def sites_file(folder: Path, *rows: dict[str, str], name: str = "StockEtablissement_utf8.csv") -> Path:
    path = folder / name
    path.write_text(table(ESTABLISHMENT, rows, sign=",", quoting=csv.QUOTE_MINIMAL), encoding="utf-8")
    return path
