"""The register of associations, « waldec » of today and the older « import » files, whose number is not yet a ``W``."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cercles.core.errors import RuleBroken
from cercles.organisations.actions.imports.drafts import Draft, named, website
from cercles.organisations.actions.imports.places import Places
from cercles.organisations.actions.imports.registers import cells as read
from cercles.organisations.enums import OrganisationState, Source

_STATES = {"D": OrganisationState.DISSOLVED, "S": OrganisationState.REMOVED}
_GROUPS = {"U": _("Union d’associations"), "F": _("Fédération d’associations")}


class Rna:
    """``category``: the id of the term « association ». The management address, often somebody's home, is not read."""

    required = ("id", "titre")
    columns = (
        *required, "siret", "date_creat", "date_disso", "groupement", "titre_court", "objet", "adrs_complement", "adrs_numvoie",
        "adrs_repetition", "adrs_typevoie", "adrs_libvoie", "adrs_distrib", "adrs_codeinsee", "adrs_codepostal",
        "adrs_libcommune", "libcom", "adr1", "adr2", "adr3", "siteweb", "position",
    )  # fmt: skip
    beside: tuple[str, ...] = ()

    def __init__(self, places: Places, category: int | None) -> None:
        self._places, self._category = places, category
        self._groups = {code: str(label) for code, label in _GROUPS.items()}

    @staticmethod
    def kept(cells: dict[str, str]) -> Iterable[str]:
        """All of it."""
        return cells.values()

    @staticmethod
    def identifier(text: str) -> str:
        """What begins as one, a whole line too."""
        return read.rna(text.lstrip('"')[:10].upper()) or ""

    def draft(self, cells: Mapping[str, str]) -> Draft:
        number = cells["id"].upper()
        if not number:
            raise RuleBroken("rna_missing", _("Le numéro de l’association manque (colonne « id »)."))
        siret, end = read.siret(cells["siret"]), read.day(cells["date_disso"])
        state = _STATES.get(cells["position"], OrganisationState.ACTIVE)
        columns = {
            "name": read.cut("name", named(cells["titre"])),
            "short_name": _short(cells["titre_court"], cells["titre"]),
            "rna": read.rna(number),
            "siret": siret,
            "siren": siret[:9] if siret else None,
            "purpose": read.cut("purpose", cells["objet"]),
            "legal_form": self._groups.get(cells["groupement"], ""),
            "founded_on": read.day(cells["date_creat"]),
            "state": state.value,
            "ended_on": end if state != OrganisationState.ACTIVE else None,
            "website": _site(cells["siteweb"]),
            "category_id": self._category,
            **self._seat(cells),
        }
        return Draft(Source.RNA, number[:120], columns, is_register=True)

    def _seat(self, cells: Mapping[str, str]) -> dict[str, Any]:
        road = ("adrs_complement", "adrs_numvoie", "adrs_repetition", "adrs_typevoie", "adrs_libvoie", "adrs_distrib")
        code = read.post_code(cells["adrs_codepostal"])
        seat, written = self._places.seat_or_words(
            code=cells["adrs_codeinsee"], post_code=code, name=cells["adrs_libcommune"] or cells["libcom"]
        )
        return {
            "address": read.address(*(cells[name] for name in (*road, "adr1", "adr2", "adr3"))),
            "post_code": code,
            "seat_id": seat,
            "place_written": written,
        }


def _short(text: str, title: str) -> str:
    """What is only the beginning of the title is no short name."""
    text = " ".join(text.split())
    return "" if len(text) > 80 or " ".join(title.split()).startswith(text) else text


def _site(text: str) -> str:
    try:
        return website(text)
    except RuleBroken:
        return ""
