"""What an address names, if this reader may see it."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from cercles.circles.queries.moderation import removed_on
from cercles.core.errors import TakenAway
from cercles.core.typography import when
from cercles.practices import queries, rules
from cercles.practices.models import PracticeSheet


def sheet_or_404(request: HttpRequest, ref: str, may: Any = None) -> PracticeSheet:
    """The sheet if this person may see it and, when ``may`` is given, do that; else it does not exist."""
    sheet = queries.sheet_of(request.user, ref)
    if sheet is None:
        raise _gone(request, ref) if may is None else Http404
    if may is not None and not may(request.user, sheet):
        raise Http404
    return sheet


def _gone(request: HttpRequest, ref: str) -> Exception:
    """Taken away by moderation: those who read it are told so. For anybody else there is nothing."""
    away = queries.removed_sheet(ref)
    if away is None or not rules.knows_removed_sheet(request.user, away):
        return Http404()
    day = removed_on(queries.SHEET, away.pk)
    told = _("Cette fiche a été retirée par la modération le %(day)s. La personne qui l’a écrite en a reçu la raison.")
    return TakenAway(told % {"day": when(day)})
