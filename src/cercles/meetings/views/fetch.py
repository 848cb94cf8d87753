"""Fetch a meeting, or answer that it does not exist."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest

from cercles.meetings.models import Meeting
from cercles.meetings.queries import meeting_seen


def visible(request: HttpRequest, ref: str) -> Meeting:
    meeting = meeting_seen(request.user, ref)
    if meeting is None:
        raise Http404
    return meeting


def allowed(request: HttpRequest, ref: str, rule: Callable[[Any, Any], bool]) -> Meeting:
    """The meeting, for whom ``rule`` allows it; it does not exist for the others."""
    meeting = visible(request, ref)
    if not rule(request.user, meeting):
        raise Http404
    return meeting
