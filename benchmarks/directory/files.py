"""Files of the RNA and of Sirene as they are published, of any size, always the same for the same seed; everybody is invented.

A later file of the same register is the same with some rows changed (``changed``). Communes are those of the Code officiel
géographique, met as often as people live there.

    python -m benchmarks.directory.files rna FILE.zip --size 2000000
    python -m benchmarks.directory.files sirene FOLDER --size 2000000
"""

import argparse
import csv
import io
import itertools
import random
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any

from benchmarks.directory import words
from benchmarks.directory.invented import Invented, communes, numbered, organisation, organisations

RNA = (
    "id id_ex siret rup_mi gestion date_creat date_decla date_publi date_disso nature groupement titre titre_court objet "
    "objet_social1 objet_social2 adrs_complement adrs_numvoie adrs_repetition adrs_typevoie adrs_libvoie adrs_distrib "
    "adrs_codeinsee adrs_codepostal adrs_libcommune adrg_declarant adrg_complemid adrg_complemgeo adrg_libvoie adrg_distrib "
    "adrg_codepostal adrg_achemine adrg_pays dir_civilite siteweb publiweb observation position maj_time"
).split()
UNIT = (
    "siren statutDiffusionUniteLegale unitePurgeeUniteLegale dateCreationUniteLegale sigleUniteLegale sexeUniteLegale "
    "prenom1UniteLegale prenom2UniteLegale prenom3UniteLegale prenom4UniteLegale prenomUsuelUniteLegale pseudonymeUniteLegale "
    "identifiantAssociationUniteLegale trancheEffectifsUniteLegale anneeEffectifsUniteLegale dateDernierTraitementUniteLegale "
    "nombrePeriodesUniteLegale categorieEntreprise anneeCategorieEntreprise dateDebut etatAdministratifUniteLegale "
    "nomUniteLegale nomUsageUniteLegale denominationUniteLegale denominationUsuelle1UniteLegale denominationUsuelle2UniteLegale "
    "denominationUsuelle3UniteLegale categorieJuridiqueUniteLegale activitePrincipaleUniteLegale "
    "nomenclatureActivitePrincipaleUniteLegale nicSiegeUniteLegale economieSocialeSolidaireUniteLegale "
    "societeMissionUniteLegale caractereEmployeurUniteLegale activitePrincipaleNAF25UniteLegale"
).split()
_SECOND = (
    "complementAdresse numeroVoie indiceRepetition typeVoie libelleVoie codePostal libelleCommune libelleCommuneEtranger "
    "distributionSpeciale codeCommune codeCedex libelleCedex codePaysEtranger libellePaysEtranger"
).split()
ESTABLISHMENT = [
    *"siren nic siret statutDiffusionEtablissement dateCreationEtablissement trancheEffectifsEtablissement".split(),
    *"anneeEffectifsEtablissement activitePrincipaleRegistreMetiersEtablissement dateDernierTraitementEtablissement".split(),
    *"etablissementSiege nombrePeriodesEtablissement".split(),
    *(f"{name}Etablissement" for name in _SECOND),
    *(f"{name}2Etablissement" for name in _SECOND),
    *"dateDebut etatAdministratifEtablissement enseigne1Etablissement enseigne2Etablissement enseigne3Etablissement".split(),
    *"denominationUsuelleEtablissement activitePrincipaleEtablissement nomenclatureActivitePrincipaleEtablissement".split(),
    "caractereEmployeurEtablissement",
]


_SHARE = 20_000  # rows that a core invents at a time


# The files


def rna_row(one: Invented, *, changed: bool = False) -> list[str]:
    told = dict.fromkeys(RNA, "")
    number, _street, road = one.address.split(" ", 2)
    told |= {
        "id": one.rna, "siret": one.siret if one.number % 3 == 0 else "",
        "date_creat": one.founded.isoformat(), "date_disso": one.ended.isoformat() if one.ended else "0001-01-01",
        "nature": "D", "groupement": "S", "titre": one.name, "titre_court": one.name[:38],
        "objet": one.purpose + (", révisé" if changed else ""), "objet_social1": "011000",
        "adrs_numvoie": number, "adrs_typevoie": "RUE", "adrs_libvoie": road, "adrs_codeinsee": one.place.code,
        "adrs_codepostal": one.place.post_code, "adrs_libcommune": one.place.written, "adrg_declarant": "MADAME LA PRESIDENTE",
        "adrg_pays": "FRANCE", "position": "D" if one.ended else "A", "maj_time": "2026-06-01 08:30:00",
    }  # fmt: skip
    return [told[name] for name in RNA]


def sirene_rows(size: int, seed: int = 1) -> Iterator[tuple[list[str], list[list[str]]]]:
    """A legal unit, and its establishments: its seat, and one more for one in five."""
    for one in organisations(size, seed):
        yield _unit(one), [_establishment(one, one.siret, seat=True), *_others(one)]


def _unit(one: Invented) -> list[str]:
    told = dict.fromkeys(UNIT, "")
    hidden = one.is_person and one.is_partial
    told |= {
        "siren": one.siren, "statutDiffusionUniteLegale": "P" if one.is_partial else "O",
        "dateCreationUniteLegale": one.founded.isoformat(), "identifiantAssociationUniteLegale": one.rna if one.number % 2 else "",
        "trancheEffectifsUniteLegale": one.workforce, "anneeEffectifsUniteLegale": "2024" if one.workforce != "NN" else "",
        "dateDebut": (one.ended or one.founded).isoformat(), "etatAdministratifUniteLegale": "C" if one.ended else "A",
        "categorieJuridiqueUniteLegale": one.legal_form, "activitePrincipaleUniteLegale": one.activity,
        "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2", "nicSiegeUniteLegale": one.siret[9:],
        "economieSocialeSolidaireUniteLegale": "O" if one.is_ess else "N", "caractereEmployeurUniteLegale": "N",
    }  # fmt: skip
    if one.is_person:
        shown = "[ND]" if hidden else None
        told |= {
            "nomUniteLegale": shown or one.name.split()[1],
            "prenom1UniteLegale": shown or words.FIRST_NAMES[one.number % 12],
        }
    else:
        told["denominationUniteLegale"] = one.name
    return [told[name] for name in UNIT]


def _others(one: Invented) -> list[list[str]]:
    return [] if one.number % 5 else [_establishment(one, numbered(f"{one.siren}0009"), seat=False)]


def _establishment(one: Invented, siret: str, *, seat: bool) -> list[str]:
    told = dict.fromkeys(ESTABLISHMENT, "")
    number, _street, road = one.address.split(" ", 2)
    if one.is_partial:
        number = road = "[ND]"
    told |= {
        "siren": one.siren, "nic": siret[9:], "siret": siret, "statutDiffusionEtablissement": "P" if one.is_partial else "O",
        "etablissementSiege": "true" if seat else "false", "numeroVoieEtablissement": number, "typeVoieEtablissement": "RUE",
        "libelleVoieEtablissement": road, "codePostalEtablissement": "[ND]" if one.is_partial else one.place.post_code,
        "libelleCommuneEtablissement": one.place.written, "codeCommuneEtablissement": one.place.code,
        "etatAdministratifEtablissement": "F" if one.ended else "A", "activitePrincipaleEtablissement": one.activity,
    }  # fmt: skip
    return [told[name] for name in ESTABLISHMENT]


def write_rna(path: Path, size: int, seed: int = 1, *, changed: float = 0.0) -> int:
    """A zip of one CSV a département, as it is published; how many rows there are. ``changed``: this share of them says another purpose
    than the first time. Every core invents its share; they are put together on disk, in the order of their numbers."""
    folder = path.with_suffix(".parts")
    folder.mkdir(parents=True, exist_ok=True)
    parts = {name: folder / f"rna_waldec_20260601_dpt_{name}.csv" for name in _departments()}
    head = _csv({name: [RNA] for name in parts})
    with ExitStack() as closing, Pool() as pool:
        files = {name: closing.enter_context(part.open("wb")) for name, part in parts.items()}
        shares = [(seed, first, min(_SHARE, size - first), changed) for first in range(0, size, _SHARE)]
        for texts in itertools.chain([head], pool.imap(_share, shares)):
            for name, text in texts.items():
                files[name].write(text)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part in parts.values():
            archive.write(part, part.name)
            part.unlink()
    folder.rmdir()
    return size


def _share(asked: tuple[int, int, int, float]) -> dict[str, bytes]:
    """The lines of each département among these numbers."""
    seed, first, size, changed = asked
    rows = defaultdict(list)
    for one in organisations(size, seed, first=first, associations=True):
        row = rna_row(one, changed=bool(changed) and random.Random(one.number).random() < changed)
        rows[_department(one.place.code)].append(row)
    return _csv(rows)


def _csv(rows: Mapping[str, list[list[str]]]) -> dict[str, bytes]:
    made = {}
    for name, lines in rows.items():
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows(lines)
        made[name] = text.getvalue().encode()
    return made


@cache
def _departments() -> list[str]:
    return sorted({place.department for place in communes()[0]})


def _department(code: str) -> str:
    names = _departments()
    return code[:3] if code[:3] in names else code[:2] if code[:2] in names else names[0]


def write_sirene(folder: Path, size: int, seed: int = 1) -> tuple[Path, Path]:
    """``StockUniteLegale_utf8.zip`` and ``StockEtablissement_utf8.zip``; establishments are not in the order of the units."""
    folder.mkdir(parents=True, exist_ok=True)
    units, sites = folder / "StockUniteLegale_utf8.zip", folder / "StockEtablissement_utf8.zip"
    _zipped(units, "StockUniteLegale_utf8.csv", UNIT, (unit for unit, _sites in sirene_rows(size, seed)))
    shuffled = (
        (organisation(seed, number * 7_919 % size) for number in range(size))
        if size % 7_919
        else organisations(size, seed)
    )
    held = (row for one in shuffled for row in (*_others(one), _establishment(one, one.siret, seat=True)))
    _zipped(sites, "StockEtablissement_utf8.csv", ESTABLISHMENT, held)
    return units, sites


def _zipped(path: Path, name: str, columns: list[str], rows: Iterable[list[str]]) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(name, "w", force_zip64=True) as raw,
    ):
        text: Any = io.TextIOWrapper(raw, encoding="utf-8", newline="")
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows(rows)
        text.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("register", choices=["rna", "sirene"])
    parser.add_argument("to", type=Path)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.register == "rna":
        print(write_rna(args.to, args.size, args.seed))
    else:
        print(*write_sirene(args.to, args.size, args.seed))


if __name__ == "__main__":
    main()
