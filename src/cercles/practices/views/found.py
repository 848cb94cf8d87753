"""What an address names, if this reader may see it."""

from typing import Any

from django.http import Http404, HttpRequest

from cercles.practices import queries
from cercles.practices.models import PracticeSheet


def sheet_or_404(request: HttpRequest, ref: str, may: Any = None) -> PracticeSheet:
    """The sheet if this person may see it and, when ``may`` is given, do that; else it does not exist."""
    sheet = queries.sheet_of(request.user, ref)
    if sheet is None:
        raise Http404
    if may is not None and not may(request.user, sheet):
        raise Http404
    return sheet
