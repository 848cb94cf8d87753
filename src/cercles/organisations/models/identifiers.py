"""Official identifiers, read as people write them (spaces, dots, lower case) and kept as registers write them.

Each refusal is one sentence that says what to do; it stands beside the field, in the log of an import as in a form.
"""

import re
from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum.fr import siren, siret

from cercles.core.errors import RuleBroken

# What a spreadsheet makes of a long number: 8,07469E+13, or 80746931700018,00.
_NUMBER = re.compile(r"\d+[.,]\d+(E[+-]?\d+)?|\d+E[+-]?\d+", re.IGNORECASE)
_RNA = re.compile(r"W\d[0-9A-Z]\d{7}")  # W2A… in Corsica, W9R… overseas
_RNF = re.compile(r"(\d{3}|02[AB])-(FDD|FE|FRUP)-\d{5}-\d{2}")


def _bare(text: str) -> str:
    return re.sub(r"[\s.\u00a0\u202f]", "", text).upper()


def _refuse(code: str, field: str, text: str | Promise) -> RuleBroken:
    return RuleBroken(code, text, field=field)


def clean_siren(text: str) -> str:
    number = _bare(text)
    if not siren.is_valid(number):
        raise _refuse(
            "siren_wrong", "siren",
            _("Ce n’est pas un SIREN : il compte 9 chiffres. Recopiez-le de votre avis de situation Insee."),
        )  # fmt: skip
    return number


def clean_siret(text: str) -> str:
    """Checked by its key, and by the sum of its digits for the post offices of La Poste."""
    number = _bare(text)
    if _NUMBER.fullmatch(text.strip()):
        refusal = _(
            "Un tableur a changé ce SIRET en nombre (%(text)s). Mettez la colonne au format Texte, puis recopiez les 14 chiffres."
        )
        raise _refuse("siret_number", "siret", refusal % {"text": text.strip()[:30]})
    if number.isdigit() and 9 < len(number) < 14 and siret.is_valid(number.zfill(14)):
        refusal = _(
            "Il manque le zéro du début, qu’un tableur a ôté. Mettez la colonne au format Texte et écrivez %(siret)s."
        )
        raise _refuse("siret_zero", "siret", refusal % {"siret": number.zfill(14)})
    if not (number.isdigit() and len(number) == 14):
        raise _refuse(
            "siret_length", "siret",
            _("Un SIRET compte 14 chiffres. Recopiez-le de votre avis de situation Insee, ou laissez la case vide."),
        )  # fmt: skip
    if not siret.is_valid(number):
        raise _refuse(
            "siret_wrong", "siret",
            _("Ce SIRET contient une erreur : sa clé ne correspond pas. Vérifiez chaque chiffre, ou laissez la case vide."),
        )  # fmt: skip
    return number


def clean_rna(text: str) -> str:
    number = _bare(text)
    if not _RNA.fullmatch(number):
        raise _refuse(
            "rna_wrong", "rna",
            _("Un numéro RNA s’écrit W suivi de 9 caractères, par exemple W751234567. Il est sur le récépissé de la préfecture."),
        )  # fmt: skip
    return number


def clean_rnf(text: str) -> str:
    number = _bare(text).replace("–", "-").replace("‑", "-")
    if not _RNF.fullmatch(number):
        raise _refuse(
            "rnf_wrong", "rnf",
            _("Un numéro RNF s’écrit comme 075-FDD-00123-04. Il est sur le récépissé de la fondation ou du fonds de dotation."),
        )  # fmt: skip
    return number


_CLEANERS: dict[str, Callable[[str], str]] = {
    "siren": clean_siren, "siret": clean_siret, "rna": clean_rna, "rnf": clean_rnf,
}  # fmt: skip
IDENTIFIERS = tuple(_CLEANERS)


def clean_identifiers(given: Mapping[str, str | None]) -> dict[str, str | None]:
    """All four, each cleaned or None; a SIRET gives its SIREN, and must agree with the one that is written."""
    clean = {name: clean_one(name, given.get(name)) for name in IDENTIFIERS}
    if clean["siret"]:
        if clean["siren"] and clean["siren"] != clean["siret"][:9]:
            raise _refuse(
                "siren_differs", "siren",
                _("Le SIREN doit être les 9 premiers chiffres du SIRET. Corrigez l’un des deux."),
            )  # fmt: skip
        clean["siren"] = clean["siret"][:9]
    return clean


def clean_one(name: str, text: str | None) -> str | None:
    """One identifier cleaned, or None when nothing was written."""
    return _CLEANERS[name](text) if text and text.strip() else None
