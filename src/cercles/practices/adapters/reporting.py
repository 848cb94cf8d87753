"""Sheets and reuses in the indicators of a circle, in its half-yearly review and in the file of who takes over."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cercles.circles.models import Circle
from cercles.circles.queries.reporting import Indicator, Part, year_before
from cercles.circles.queries.reporting.indicators import midnight
from cercles.core.prepared import prepared
from cercles.core.typography import when
from cercles.practices.enums import SHARED, SheetState
from cercles.practices.models import Approval, PracticeSheet, Reuse, SheetVersion

_KNOWN_TO_MEMBERS = ("circle", "network", "public")


@prepared
def _versions(circle: Circle, since: datetime, until: datetime) -> QuerySet[SheetVersion, Any]:
    found = SheetVersion.objects.filter(
        sheet__circle=circle, sheet__state__in=SHARED, shared_at__gte=since, shared_at__lt=until
    )
    return found.order_by("shared_at", "pk").values_list("sheet__title", "number", "shared_at", "sheet")


@prepared
def _reuses(circle: Circle, since: datetime, until: datetime) -> QuerySet[Reuse, Any]:
    """Those the members of the circle read."""
    found = Reuse.objects.filter(
        sheet__circle=circle, sheet__state__in=SHARED, visibility__in=_KNOWN_TO_MEMBERS, declared_at__gte=since,
        declared_at__lt=until,
    )  # fmt: skip
    return found.order_by("declared_at", "pk").values_list(
        "sheet__title", "organisation__name", "outcome", "organisation"
    )


def voices(circle: Circle, since: datetime, until: datetime) -> Iterable[int]:
    """Organisations named by a sheet shared in the period, or that said what a reuse gave."""
    sheets = {sheet for *_told, sheet in _versions(circle, since, until)}
    named = set(Approval.objects.filter(sheet__in=sheets).values_list("organisation", flat=True)) if sheets else set()
    return named | {organisation for *_told, organisation in _reuses(circle, since, until)}


def indicators(circle: Circle, day: date) -> list[Indicator]:
    year, now = midnight(year_before(day)), midnight(day)
    over = _("du %(since)s au %(until)s") % {"since": when(year_before(day)), "until": when(day)}
    shared, reused = len(_versions(circle, year, now)), len(_reuses(circle, year, now))
    return [
        Indicator(
            "sheets", _("Fiches partagées ou rafraîchies"), str(shared),
            _("Versions de fiches du cercle, d’accord des organisations nommées, encore partagées."), over, _("fiches"), number=shared,
        ),
        Indicator(
            "reuses", _("Reprises déclarées"), str(reused),
            _("Une organisation a essayé, adapté ou abandonné une pratique du cercle, et l’a dit à ses membres."), over,
            _("reprises"), number=reused,
        ),
        Indicator(
            "outputs", _("Productions"), str(shared + reused), _("Somme des deux lignes précédentes."), over,
            _("fiches et reprises"), number=shared + reused,
        ),
    ]  # fmt: skip


def review(circle: Circle, since: date, until: date) -> list[Part]:
    start, end = midnight(since), midnight(until + timedelta(days=1))
    sheets = [
        _("%(title)s, version %(number)d, le %(day)s") % {"title": title, "number": number, "day": when(at)}
        for title, number, at, _sheet in _versions(circle, start, end)
    ]
    reuses = [
        f"{title} : {organisation}, {Reuse(outcome=outcome).outcome_label}"
        for title, organisation, outcome, _pk in _reuses(circle, start, end)
    ]
    return [
        Part(_("Fiches partagées"), sheets, _("Aucune fiche partagée.")),
        Part(_("Reprises"), reuses, _("Aucune reprise déclarée.")),
    ]


def handover(circle: Circle, reader: Any) -> list[Part]:
    """Sheets shared that have to be taken up; a draft is its author's alone."""
    old = PracticeSheet.objects.filter(circle=circle, state=SheetState.TO_REFRESH).order_by("shared_at", "pk")
    return [Part(_("Fiches à rafraîchir"), [sheet.title for sheet in old], _("Aucune."))]
