"""What visits give to other rooms: the menu of who administers, a person's copy, how long they are kept."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.circles.models import SupportVisit
from cercles.circles.queries.visits import made_by
from cercles.circles.rules import memory
from cercles.core.components import NavItem, Panel
from cercles.core.retention import YEAR, Fate, Ground, Processing, Rule, delete

KEPT = 3 * YEAR
MOST_SHOWN = 30


def account_menu(person: Any) -> list[NavItem]:
    """For who administers: what comes to her of moderation, and visits."""
    if not person.is_administrator:
        return []
    return [
        NavItem(_("Modération"), "circles:moderations", "administration", "lock"),
        NavItem(_("Visites de l’assistance"), "circles:visits", "administration", "lock"),
    ]


def of_person(person: Any) -> dict[str, list[dict[str, Any]]]:
    """Those of the circles she is in, since she is; those she made."""
    hers = [_told(row) | {_("qui"): str(row.by or "")} for row in _of_her_circles(person)]
    return {
        _("Visites de l’assistance dans vos cercles"): hers,
        _("Visites que vous avez faites"): [_told(row) for row in made_by(person)],
    }


def _of_her_circles(person: Any) -> list[SupportVisit]:
    """The newest first, since she is a member."""
    since = {row.circle_id: row.since for row in memory.current_memberships(person)}
    rows = SupportVisit.objects.filter(circle__in=since).select_related("circle", "by")
    return [row for row in rows if row.at >= since[row.circle_id]]


def data_panels(person: Any) -> list[Panel]:
    """On the page of her data: who of the assistance read the circles she is in, when and why."""
    return [Panel("circles/visits_mine.html", {"visits": _of_her_circles(person)[:MOST_SHOWN]})]


def _told(row: SupportVisit) -> dict[str, Any]:
    return {
        _("cercle"): str(row.circle), _("du"): row.at.isoformat(), _("au"): row.until.isoformat(), _("pourquoi"): row.reason,
    }  # fmt: skip


def _old(now: datetime) -> QuerySet:
    return SupportVisit.objects.filter(until__lt=now - KEPT)


def retention() -> list[Rule]:
    return [
        Rule(
            "circles.visits", gettext_lazy("Visites de l’assistance"), KEPT, gettext_lazy("leur fin"), Fate.ERASED,
            gettext_lazy("Que les membres sachent qui a lu leur cercle, et pourquoi."), Ground.INTEREST, _old, delete,
        )
    ]  # fmt: skip


def processings() -> list[Processing]:
    return [
        Processing(
            "circles.visits",
            gettext_lazy("Visites de l’assistance"),
            gettext_lazy("Aider un cercle qui le demande, et laisser une trace que ses membres lisent."),
            Ground.INTEREST,
            gettext_lazy("Personnes qui administrent la plateforme"),
            gettext_lazy("Qui, quand, pourquoi"),
            gettext_lazy("Les membres du cercle"),
            ("circles.SupportVisit",),
            gettext_lazy("Trois ans."),
            rules=("circles.visits",),
        )
    ]
