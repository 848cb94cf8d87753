"""The gallery: each component in each of its states. The code shown is the code drawn, so it cannot lie."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cercles.core import clock
from cercles.core.components import Choice, Line, Panel, Tab
from cercles.core.icons import ICONS

# A case begins with a comment alone on its line: its title, then where it is shown (narrow, dark, print) after a bar.
_CASE = re.compile(r"^\{# (.+?)(?: \| (\w+))? #\}$", re.MULTILINE)
SECTIONS: tuple[tuple[str, Promise, str], ...] = (
    ("reperes", _("Repères"), "core/gallery/marks.html"),
    ("textes", _("Textes et dates"), "core/gallery/texts.html"),
    ("feuilles", _("Feuilles et lignes"), "core/gallery/sheets.html"),
    ("gestes", _("Gestes"), "core/gallery/acts.html"),
    ("formulaires", _("Formulaires"), "core/gallery/forms.html"),
    ("parcours", _("Se déplacer"), "core/gallery/navigation.html"),
    ("tableaux", _("Tableaux"), "core/gallery/tables.html"),
    ("fil", _("Le fil"), "core/gallery/thread.html"),
)


@dataclass(frozen=True)
class Case:
    """One state of one component: what one writes, and what one sees."""

    title: str
    code: str
    frame: str
    html: SafeString


class SampleForm(forms.Form):
    title = forms.CharField(label=_("Titre"), help_text=_("Un verbe d’action : « Louer », « Partager », « Former »."))
    difficulties = forms.CharField(
        label=_("Ce qui a failli rater"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("C’est ce que vos pairs lisent d’abord.")
    )  # fmt: skip
    day = forms.DateField(label=_("Depuis quand"), required=False)
    kind = forms.ChoiceField(
        label=_("Format"), choices=[("rex", _("Retour d’expérience")), ("atelier", _("Atelier"))], widget=forms.RadioSelect
    )  # fmt: skip
    place = forms.ChoiceField(label=_("Région"), choices=[("", "—"), ("84", "Auvergne-Rhône-Alpes"), ("24", "Centre")])
    document = forms.FileField(label=_("Pièce jointe"), required=False, help_text=_("25 Mo au plus."))
    agreed = forms.BooleanField(label=_("J’ai relu avec les personnes citées"))


def _form(data: Mapping[str, Any] | None, prefix: str) -> SampleForm:
    return SampleForm(data, prefix=prefix, auto_id=f"{prefix}_%s")


@dataclass(frozen=True)
class _Seen:
    audience: str


@dataclass(frozen=True)
class _Node:
    title: str
    url: str = "#"
    note: str = ""


@dataclass(frozen=True)
class _Step:
    node: _Node
    side: str
    here: bool = False


def _thread() -> list[_Step]:
    return [
        _Step(_Node("Question posée au cercle", note="octobre 2016"), "origin"),
        _Step(_Node("Retour d’expérience", note="14 mars 2019, 17 présents"), "origin"),
        _Step(_Node("Louer la lumière plutôt que vendre des lampes", note="version 3"), "here", here=True),
        _Step(_Node("Adaptée par Les Toiles", note="à Gien, avec un loyer trimestriel"), "outcome"),
        _Step(_Node("Abandonnée par Mécano-Ouest", note="pas de banque pour porter le stock"), "outcome"),
    ]


def _sample() -> dict[str, Any]:
    """What the cases name."""
    return {
        "icons": sorted(ICONS),
        "names": ["Val-Fibre", "Les Toiles", "Mécano-Ouest", "A-BELL 426"],
        "this_year": clock.today() + timedelta(days=9),
        "that_year": date(2019, 7, 1),
        "moment": datetime(2019, 6, 12, 12, 30, tzinfo=UTC),
        "recent": clock.now() - timedelta(days=3),
        "soon": clock.now() + timedelta(days=1),
        "open": {
            kind: _Seen(f"{kind}:1") for kind in ("public", "network", "circle", "meeting", "organisation", "person")
        },
        "pairs": [("SIREN", "552 100 554"), ("Effectif", None), ("Siège", "Montargis (Loiret)")],
        "page": Paginator(range(200), 20).page(4),
        "tabs": [
            Tab("Vue d’ensemble", "#", "overview"),
            Tab("Rencontres", "#", "meetings", 12),
            Tab("Qui fait cela ?", "#", "grid"),
            Tab("Fiches", "#", "sheets", 0),
            Tab("Membres", "#", "members", 23),
            Tab("Charte", "#", "charter"),
        ],
        "choices": [
            Choice("Centre-Val de Loire", "#", 12, chosen=True),
            Choice("Loiret", "#", 9, inside=True),
            Choice("Corse", "#", 1),
        ],
        "form": _form(None, "empty"),
        "wrong": _form({"wrong-title": "Louer la lumière"}, "wrong"),
        "one": _form({}, "one")["title"],
        "steps": _thread(),
        "row_values": [{"title": "Louer la lumière plutôt que vendre des lampes", "url": "#", "tag": "h5"}],
        "plain_lines": [
            Line("Louer la lumière plutôt que vendre des lampes", "#", "Les Toiles (fictif) · Publique · 2 essais")
        ],
        "panels": [Panel("core/thread.html", {"items": _thread(), "teaching": ""})],
        "markdown": "## Ce qui a été fait\n\nUn contrat d’usage de **cinq ans** :\n\n- nous entretenons ;\n- le client paie "
        "la lumière utile.\n\n> « On ne vend plus, on reste. »\n\n| Année | Clients |\n|---|---|\n| 2018 | 3 |\n| 2019 | 9 |",
    }


@cache
def _compiled(template_name: str) -> tuple[tuple[str, str, str, Any], ...]:
    template: Any = get_template(template_name)
    _before, *pieces = _CASE.split(template.template.source)
    cases = zip(pieces[0::3], pieces[1::3], pieces[2::3], strict=True)
    return tuple(
        (title, frame or "", code.strip(), engines["django"].from_string(code.strip())) for title, frame, code in cases
    )


def cases(template_name: str, request: HttpRequest) -> Iterator[Case]:
    sample = _sample()
    for title, frame, code, compiled in _compiled(template_name):
        yield Case(title, code, frame, compiled.render(sample, request))


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    return [{"id": key, "title": title, "cases": list(cases(name, request))} for key, title, name in SECTIONS]
