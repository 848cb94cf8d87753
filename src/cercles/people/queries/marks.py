"""What a text about the site may leave for the software to say: ``{durées}`` becomes the rules in force on the day it is published.

What nobody has said yet is a hole, ``[à compléter : l’hébergeur]``: a page with a hole is not published.
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cercles.core import retention
from cercles.people.enums import LegalPage

HOLE = re.compile(r"\[à compléter\s*:\s*([^\]\n]+?)\s*\]")
_MARK = re.compile(r"\{([^{}\n]{1,40})\}")
_DATA = Path(__file__).resolve().parent.parent / "data" / "legal"
_DAY_S = 86_400


def hole(what: str) -> str:
    return f"[à compléter : {what}]"


def holes(text: str) -> list[str]:
    """What is left to say, each once, in the order of the text."""
    return list(dict.fromkeys(HOLE.findall(text)))


def expanded(source: str) -> str:
    """The text with what its marks say today. Braces that are no mark of ours stay as they are."""
    return _MARK.sub(lambda found: MARKS[found[1]]() if found[1] in MARKS else found[0], source)


@cache
def first_text(page: str) -> str:
    """The text the software proposes for a page, with its marks."""
    return (_DATA / f"{page}.md").read_text(encoding="utf-8").strip()


def without_holes(text: str) -> str:
    """The parts (``## …``) that say everything: what may be shown before anybody published the page."""
    parts = re.split(r"(?m)^(?=## )", text)
    return "".join(part for part in parts if not holes(part)).strip()


def _setting(name: str, what: str) -> Callable[[], str]:
    return lambda: settings.LEGAL[name] or hole(what)


def _lives() -> str:
    return "\n".join(f"- {rule.limit.rstrip('.')}{_fate(rule)}." for rule in retention.rules())


def _fate(rule: retention.Rule) -> str:
    told = [str(rule.fate.label)] if rule.fate == retention.Fate.UNNAMED else []
    told += [_("prévenu par %(words)s") % {"words": rule.warned.words}] if rule.warned else []
    return f" ({' ; '.join(told).lower()})" if told else ""


def _processings() -> str:
    return "\n\n".join(
        f"**{one.title}.** {one.purpose}\n\n"
        + "\n".join(
            f"- {name} : {said}"
            for name, said in (
                (_("Données"), one.data), (_("Personnes concernées"), one.whose), (_("Qui les lit"), one.recipients),
                (_("Fondement"), one.ground.label), (_("Conservation"), one.kept),
            )
        )
        for one in retention.processings()
    )  # fmt: skip


def _cookies() -> str:
    days = {"days": settings.SESSION_COOKIE_AGE // _DAY_S}
    return "\n".join((
        f"- `{settings.SESSION_COOKIE_NAME}` : " + _("garde votre connexion, %(days)d jours.") % days,
        f"- `{settings.CSRF_COOKIE_NAME}` : "
        + _("prouve qu’un formulaire vient bien de ce site, %(days)d jours.")
        % {"days": settings.CSRF_COOKIE_AGE // _DAY_S},
        "- `messages` : " + _("porte d’une page à la suivante la phrase qui dit ce qui vient d’être fait."),
    ))  # fmt: skip


def _conformity() -> str:
    return accessibility_words()[0]


def _audit() -> str:
    """A site that says it conforms says who audited it: only an operator knows."""
    if settings.LEGAL["accessibility"] in ("partielle", "totale"):
        return hole("qui a audité le site, à quelle date, et le taux de critères respectés")
    return _(
        "Aucun audit par un tiers n’est en cours de validité : faute d’audit, un site est dit non conforme, et la liste de ses "
        "défauts n’est pas établie."
    )


def accessibility_words() -> tuple[str, str]:
    """How far the site conforms to the RGAA, as its foot must say: ``(words, sentence)``."""
    words = {
        "": (_("non conforme"), _("Accessibilité : non conforme")),
        "partielle": (_("partiellement conforme"), _("Accessibilité : partiellement conforme")),
        "totale": (_("totalement conforme"), _("Accessibilité : totalement conforme")),
    }
    return words.get(settings.LEGAL["accessibility"], words[""])


MARKS: dict[str, Callable[[], str]] = {
    "site": lambda: settings.SITE_NAME,
    "adresse": lambda: settings.SITE_URL,
    "éditeur": _setting("editor", "nom, forme et adresse de l’organisation qui édite le site"),
    "publication": _setting("director", "nom de la personne qui dirige la publication"),
    "contact": _setting("contact", "adresse électronique ou postale où vous écrire"),
    "hébergeur": _setting("hosting", "nom, adresse et téléphone de l’hébergeur"),
    "durées": _lives,
    "traitements": _processings,
    "cookies": _cookies,
    "conformité": _conformity,
    "audit": _audit,
}
assert set(LegalPage.values) == {path.stem for path in _DATA.glob("*.md")}
