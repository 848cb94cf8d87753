"""Fetch a meeting, or answer that it does not exist."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from cercles.meetings.models import Meeting


def visible(request: HttpRequest, ref: str) -> Meeting:
    return get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("circle", "territory", "reporter"), ref=ref
    )


def allowed(request: HttpRequest, ref: str, rule: Callable[[Any, Any], bool]) -> Meeting:
    """The meeting, for whom ``rule`` allows it; it does not exist for the others."""
    meeting = visible(request, ref)
    if not rule(request.user, meeting):
        raise Http404
    return meeting
