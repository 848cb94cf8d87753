"""Providers for the pages of other rooms."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.core import audience, clock
from cercles.core.components import NavItem, Panel
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import when
from cercles.journal.queries import DueItem, Node
from cercles.organisations import queries, rules
from cercles.organisations.adapters.left import left_by_imports
from cercles.organisations.enums import REPRESENTS, AffiliationRole
from cercles.organisations.models import Affiliation, Claim, ImportRun, Organisation, Report
from cercles.organisations.rules.kept import current_affiliations
from cercles.territories.enums import TerritoryKind

_SHOWN = 5
_AROUND = 20  # kilometres


def audience_strings(person: Any) -> Iterable[str]:
    """``organisation:12`` for each organisation the person belongs to today, ``represents:12`` for each she speaks for."""
    spoken_for = [row.organisation_id for row in current_affiliations(person) if row.is_representative]
    return [
        *(audience.key("organisation", pk) for pk in queries.family_ids(person)),
        *(audience.key(REPRESENTS, pk) for pk in spoken_for),
    ]


def nav() -> list[NavItem]:
    return [NavItem(_("Organisations"), "organisations:list", "organisations")]


def account_menu(person: Any) -> list[NavItem]:
    if not rules.can_import(person):
        return []
    return [
        NavItem(_("Importer des organisations"), "organisations:imports", "imports", "file"),
        NavItem(_("Demandes de représentation"), "organisations:claims", "claims", "question"),
        NavItem(_("Erreurs signalées"), "organisations:reports", "reports", "question"),
        NavItem(_("Doublons à examiner"), "organisations:duplicates", "duplicates", "question"),
    ]


def nodes(ids: Iterable[int], reader: Any) -> dict[int, Node]:
    """Organisations as ends of the thread; a duplicate speaks by the page it was merged into."""
    found = _ends(reader, list(ids))
    return {pk: Node(name, address_of("organisations:detail", into or ref)) for pk, name, ref, into in found}


@prepared
def _ends(reader: Any, ids: Collection[int]) -> QuerySet[Organisation, tuple[int, str, str, str | None]]:
    found = Organisation.objects.visible_to(reader).filter(pk__in=ids).order_by()
    return found.values_list("pk", "name", "ref", "merged_into__ref")


def counts(reader: Any, place: Any = None) -> dict[str, int]:
    """Organisations the reader may see, by code of département, or of what is inside a place: what draws the maps."""
    return queries.by_departement(reader) if place is None else queries.by_place(reader, place)


def territory_panel(territory: Any, reader: Any) -> list[Panel]:
    """The organisations that have their seat there, of which categories, and the way to the list, here and around."""
    if territory.kind not in queries.SEATS:
        return []
    here, listed = queries.here(reader, territory), address_of("organisations:list")
    level = f"{territory.kind}:{territory.code}"
    context = {
        "items": [row.told(3) for row in queries.Lines(reader, ids=here.ids)[:_SHOWN]] if here and here.ids else [],
        "total": here.total if here else None,
        "unsaid": here.unsaid if here and here.categories else 0,
        "url": f"{listed}?{urlencode({'territory': level})}",
        "categories": tuple(
            (label, f"{listed}?{urlencode({'territory': level, 'category': code})}", count)
            for code, label, count in (here.categories if here else ())
        ),
        "around": f"{listed}?{urlencode({'near': territory.code, 'km': _AROUND})}" if _is_commune(territory) else "",
        "km": _AROUND,
    }
    return [Panel("organisations/panel_territory.html", context)]


def _is_commune(territory: Any) -> bool:
    return bool(territory.kind == TerritoryKind.COMMUNE)


@prepared
def _works(person: Any, reader: Any, today: date) -> QuerySet[Affiliation, Any]:
    found = Affiliation.objects.visible_to(reader).current(today).filter(person=person)
    return found.values_list(
        "ref", "role", "title", "since", "organisation__name", "organisation__ref", "organisation__merged_into__ref"
    )


def person_panel(person: Any, reader: Any) -> list[Panel]:
    """Where somebody works, as far as the reader may know."""
    mine = reader.is_authenticated and reader.pk == person.pk
    rows = [
        {
            "name": name, "url": address_of("organisations:detail", merged or page), "title": title,
            "role": str(AffiliationRole(role).label), "since": when(since) if since else "", "ref": ref if mine else "",
        }
        for ref, role, title, since, name, page, merged in _works(person, reader, clock.today())
    ]  # fmt: skip
    return [Panel("organisations/panel_person.html", {"rows": rows, "mine": mine})] if rows or mine else []


@prepared
def _asked(person: Any, organisations: Collection[int], administers: bool) -> QuerySet[Claim]:
    """Requests of others to represent one of ``organisations``, or any when she administers."""
    found = Claim.objects.open().exclude(person=person).select_related("organisation", "person")
    if not administers:
        found = found.filter(Q(organisation__in=organisations) | Q(organisation__merged_into__in=organisations))
    columns = ("ref", "state", "organisation__name", "person__name", "person__email", "person__state")
    return found.only(*columns)[:_SHOWN]


def due(person: Any) -> list[DueItem]:
    """Requests to answer, and imports that stopped by themselves."""
    represented = [row.organisation for row in current_affiliations(person) if row.is_representative]
    ids = {pk for row in represented for pk in (row.pk, row.merged_into_id) if pk}
    items = [
        DueItem(
            title=_("%(who)s demande à représenter %(what)s")
            % {"who": claim.person.display_name, "what": claim.organisation.name},
            note=claim.get_state_display(),
            label=_("Répondre"),
            url=claim.get_absolute_url(),
            urgency=60,
            group=_("Organisations"),
        )
        for claim in _asked(person, ids, person.is_administrator)
    ]
    items += [_reported(report) for report in queries.reports_waiting(person, ids)]
    if rules.can_import(person):
        items += [_failed(run) for run in ImportRun.objects.halted()[:_SHOWN]]
        items += left_by_imports(person)
    return items


def _reported(report: Report) -> DueItem:
    return DueItem(
        title=_("On signale une erreur sur la page de %(what)s") % {"what": report.organisation.name},
        note=report.get_column_display(),
        label=_("Répondre"),
        url=report.get_absolute_url(),
        urgency=50,
        group=_("Organisations"),
    )


def _failed(run: ImportRun) -> DueItem:
    rest = max(0, (run.total or 0) - run.line)
    left = ngettext("%(n)d ligne reste à lire", "%(n)d lignes restent à lire", rest) % {"n": rest}
    return DueItem(
        title=_("L’import de « %(file)s » est interrompu") % {"file": run.file_name},
        note=left if run.total is not None else run.reason,
        label=_("Reprendre") if run.total is not None else _("Ouvrir"),
        url=run.get_absolute_url(),
        urgency=40,
        group=_("Organisations"),
    )
