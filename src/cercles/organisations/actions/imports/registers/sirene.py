"""Sirene: a legal unit with its seat. Sole traders are persons: they are not kept (see ``docs/decisions``)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cercles.core.errors import RuleBroken
from cercles.organisations.actions.imports.drafts import Draft
from cercles.organisations.actions.imports.places import Places
from cercles.organisations.actions.imports.registers import cells as read
from cercles.organisations.enums import WORKFORCES, OrganisationState, Source

# The beginning of a legal form's code → the category, the longest first.
_CATEGORIES = {
    "5458": "scop", "5558": "scop", "5460": "cooperative", "5560": "cooperative", "7210": "authority_commune",
    "7220": "authority_departement", "7230": "authority_region", "734": "authority_epci", "51": "cooperative", "71": "state_service",
    "72": "local_authority", "73": "local_authority", "82": "mutual", "92": "association", "93": "foundation",
}  # fmt: skip
_SIZES = {"PME": "sme", "ETI": "mid_company", "GE": "large_company"}
_FORMS = {
    "5499": _("Société à responsabilité limitée (SARL)"), "5498": _("Entreprise unipersonnelle à responsabilité limitée (EURL)"),
    "5710": _("Société par actions simplifiée (SAS)"), "5720": _("Société par actions simplifiée à associé unique (SASU)"),
    "5599": _("Société anonyme à conseil d’administration"), "5458": _("SARL coopérative de production (Scop)"),
    "5558": _("SA coopérative de production (Scop)"), "6540": _("Société civile immobilière (SCI)"),
    "7210": _("Commune"), "7220": _("Département"), "7230": _("Région"), "9210": _("Association non déclarée"),
    "9220": _("Association déclarée"), "9221": _("Association déclarée d’insertion par l’économique"),
    "9222": _("Association intermédiaire"), "9230": _("Association déclarée, reconnue d’utilité publique"),
    "9260": _("Association de droit local (Alsace-Moselle)"), "9300": _("Fondation"),
}  # fmt: skip


_ROAD = (
    "complementAdresseEtablissement", "numeroVoieEtablissement", "indiceRepetitionEtablissement", "typeVoieEtablissement",
    "libelleVoieEtablissement", "distributionSpecialeEtablissement",
)  # fmt: skip
_ABROAD = ("libelleCommuneEtrangerEtablissement", "libellePaysEtrangerEtablissement")
_HIDDEN = dict.fromkeys((*_ROAD, "codePostalEtablissement"), "")


class Sirene:
    """``categories``: the ids of the terms by their codes."""

    required = (
        "siren", "statutDiffusionUniteLegale", "categorieJuridiqueUniteLegale", "denominationUniteLegale", "nicSiegeUniteLegale",
        "etatAdministratifUniteLegale",
    )  # fmt: skip
    columns = (
        *required, "unitePurgeeUniteLegale", "dateCreationUniteLegale", "sigleUniteLegale", "identifiantAssociationUniteLegale",
        "trancheEffectifsUniteLegale", "anneeEffectifsUniteLegale", "categorieEntreprise", "dateDebut",
        "denominationUsuelle1UniteLegale", "activitePrincipaleUniteLegale", "nomenclatureActivitePrincipaleUniteLegale",
        "economieSocialeSolidaireUniteLegale",
    )  # fmt: skip
    # Of the second file: what is read of the seat.
    required_beside = (
        "siren",
        "siret",
        "etablissementSiege",
        "codeCommuneEtablissement",
        "statutDiffusionEtablissement",
    )
    beside = (
        "statutDiffusionEtablissement", "complementAdresseEtablissement", "numeroVoieEtablissement",
        "indiceRepetitionEtablissement", "typeVoieEtablissement", "libelleVoieEtablissement", "codePostalEtablissement",
        "libelleCommuneEtablissement", "distributionSpecialeEtablissement", "codeCommuneEtablissement",
        "codePaysEtrangerEtablissement", *_ABROAD,
    )  # fmt: skip

    def __init__(self, places: Places, categories: Mapping[str, int]) -> None:
        self._places, self._categories = places, categories
        self._forms = {code: str(label) for code, label in _FORMS.items()}

    @staticmethod
    def kept(cells: dict[str, str]) -> Iterable[str] | None:
        """None for a unit that is not for this site; of one shown in part, not one word of its address."""
        if not _is_shown(cells):
            return None
        return (cells | _HIDDEN if _is_partial(cells) else cells).values()

    @staticmethod
    def identifier(text: str) -> str:
        """What begins as one, a whole line too."""
        return read.siren(text.lstrip('"')[:9]) or ""

    def draft(self, cells: Mapping[str, str]) -> Draft:
        number = read.siren(cells["siren"])
        if number is None:
            raise RuleBroken("siren_wrong", _("Le SIREN est faux ou manque : il compte 9 chiffres, clé comprise."))
        if not _is_shown(cells):
            raise RuleBroken(
                "sole_trader", _("Cette unité est une personne, ou son nom n’est pas public : elle n’est pas importée.")
            )
        ceased = cells["etatAdministratifUniteLegale"] == "C"
        form = cells["categorieJuridiqueUniteLegale"]
        columns = {
            "name": read.cut("name", cells["denominationUniteLegale"]),
            "legal_name": read.cut("legal_name", read.shown(cells["denominationUsuelle1UniteLegale"])),
            "short_name": read.cut("short_name", read.shown(cells["sigleUniteLegale"])),
            "siren": number,
            "siret": read.siret(number + cells["nicSiegeUniteLegale"]),
            "rna": read.rna(cells["identifiantAssociationUniteLegale"]),
            "founded_on": read.day(cells["dateCreationUniteLegale"]),
            "state": (OrganisationState.CEASED if ceased else OrganisationState.ACTIVE).value,
            "ended_on": read.day(cells["dateDebut"]) if ceased else None,
            "legal_form_code": form[:4],
            "legal_form": self._forms.get(form, ""),
            "category_id": self._category(form, cells["categorieEntreprise"]),
            **_activity(cells),
            **self._seat(cells),
        }
        return Draft(Source.SIRENE, number, columns, is_register=True)

    def _category(self, form: str, size: str) -> int | None:
        code = next((_CATEGORIES[form[:n]] for n in (4, 3, 2) if form[:n] in _CATEGORIES), "")
        if not code and form[:1] in ("5", "6"):
            code = _SIZES.get(size, "")
        return self._categories.get(code)

    def _seat(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """Of a unit that is shown in part only, the commune alone: not one word of its address is kept."""
        partly = _is_partial(cells)
        code = "" if partly else read.post_code(cells["codePostalEtablissement"])
        abroad = read.shown(cells["codePaysEtrangerEtablissement"])
        seat, written = (None, "") if abroad else self._places.seat_or_words(
            code=read.shown(cells["codeCommuneEtablissement"]), post_code=code,
            name=read.shown(cells["libelleCommuneEtablissement"]),
        )  # fmt: skip
        return {
            "address": "" if partly else read.address(*(cells[name] for name in (*_ROAD, *_ABROAD))),
            "post_code": code,
            "seat_id": seat,
            "place_written": written,
            "is_partly_diffusible": partly,
        }


def _is_shown(cells: Mapping[str, str]) -> bool:
    """Neither persons (legal forms 1xxx), nor units whose name is not public or was purged."""
    named = read.shown(cells["denominationUniteLegale"])
    return bool(named) and not cells["categorieJuridiqueUniteLegale"].startswith("1")


def _is_partial(cells: Mapping[str, str]) -> bool:
    return "P" in (cells["statutDiffusionUniteLegale"], cells["statutDiffusionEtablissement"])


def _activity(cells: Mapping[str, str]) -> dict[str, Any]:
    """A code of another nomenclature says something else: it is not read, and takes the place of no code that was read before."""
    band, year = cells["trancheEffectifsUniteLegale"], cells["anneeEffectifsUniteLegale"]
    known = cells["nomenclatureActivitePrincipaleUniteLegale"] in ("", "NAFRev2")
    return {
        **({"activity_code": cells["activitePrincipaleUniteLegale"][:6]} if known else {}),
        "workforce": band if band in WORKFORCES else "",
        "workforce_year": int(year) if year.isdigit() else None,
        "is_ess": {"O": True, "N": False}.get(cells["economieSocialeSolidaireUniteLegale"]),
    }
