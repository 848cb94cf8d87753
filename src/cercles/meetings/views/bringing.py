"""A question of the circle, put on the agenda of one of its meetings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cercles.circles.models import Thread
from cercles.core.errors import RuleBroken
from cercles.core.forms import after
from cercles.meetings import actions, rules
from cercles.meetings.views.fetch import allowed


@require_POST
def question_bring(request: HttpRequest, ref: str, thread: str) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_edit_meeting)
    asked = Thread.objects.visible_to(request.user).filter(circle=meeting.circle, question__isnull=False)
    found = get_object_or_404(asked, ref=thread)
    try:
        actions.bring_question(meeting=meeting, thread=found, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, _("La question est à l’ordre du jour de « %(title)s ».") % {"title": meeting.title})
    return after(request, meeting)
