"""One's data, readable without the software: the same content as JSON and as a page, in one zip made on the spot."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cercles.core import clock, retention, slots
from cercles.people import queries
from cercles.people.models import User

Sections = dict[str, list[dict[str, Any]]]


def sections_of(person: User) -> Sections:
    """What every room holds about a person, section by section, the account first."""
    sections: Sections = {}
    for export in slots.providers("person.export"):
        for title, rows in export(person).items():
            sections.setdefault(str(title), []).extend(rows)
    return sections


def account_rows(person: User) -> Sections:
    """What this room holds."""
    account = {
        _("Nom"): person.name,
        _("Adresse électronique"): person.email,
        _("En quelques lignes"): person.about,
        _("Téléphone"): person.phone,
        _("Qui voit ma page"): person.get_visibility_display(),
        _("Qui peut m’écrire par le site"): person.get_reached_by_display(),
        _("Dans l’annuaire"): person.in_directory,
        _("Connue depuis"): person.created_at,
        _("Inscrite le"): person.joined_at,
        _("Administre la plateforme"): person.is_administrator,
    }
    consents = [
        {_("Accord"): row.get_kind_display(), _("Donné"): row.given, _("Version"): row.version, _("Le"): row.at}
        for row in person.consents.all()
    ]
    accepted = [
        {
            _("Conditions d’utilisation"): row.version.number,
            _("En vigueur le"): row.version.in_force_on,
            _("Acceptées le"): row.at,
        }
        for row in person.legal_acceptances.select_related("version")
    ]
    return {_("Mon compte"): [account], _("Mes accords"): consents, _("Conditions acceptées"): accepted}


def archive(person: User) -> bytes:
    """The zip file. Nothing is left on the server."""
    sections = sections_of(person)
    about = {"site": settings.SITE_NAME, "address": settings.SITE_URL, "made_at": clock.now().isoformat()}
    text = json.dumps({**about, "sections": sections}, ensure_ascii=False, indent=2, default=_plain)
    page = render_to_string("people/data_export.html", {"sections": _shown(sections), "person": person, **about})
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as file:
        file.writestr("mes-donnees.json", text)
        file.writestr("mes-donnees.html", page)
    return whole.getvalue()


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _shown(sections: Sections) -> list[tuple[str, list[list[tuple[str, Any]]]]]:
    """Pairs a template walks through without asking a dictionary for its methods."""
    words = {True: _("oui"), False: _("non"), None: "", "": "—"}
    return [
        (title, [[(str(name), words.get(value, value) if isinstance(value, bool | str | None) else value)
                  for name, value in row.items()] for row in rows])
        for title, rows in sections.items()
    ]  # fmt: skip


def _reasons(one: retention.Processing) -> list[str]:
    return [f"{', '.join(labels)} : {reason}." for reason, labels in one.kept_because]


def register_table() -> tuple[list[str], list[list[str]]]:
    """The register of processing, a line an entry."""
    headings = [
        _("Traitement"), _("Finalité"), _("Fondement"), _("Personnes concernées"), _("Données"), _("Destinataires"),
        _("Conservation"), _("Tables"),
    ]  # fmt: skip
    return headings, [
        [
            str(one.title), str(one.purpose), str(one.ground.label), str(one.whose), str(one.data), str(one.recipients),
            " ".join([str(one.kept), *(rule.limit for rule in entry.rules), *_reasons(one)]),
            " ; ".join(f"{table} ({', '.join(columns)})" if columns else table for table, columns in entry.tables),
        ]
        for entry in queries.register()
        for one in [entry.processing]
    ]  # fmt: skip
