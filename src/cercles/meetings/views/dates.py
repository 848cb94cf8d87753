"""The date of a meeting, asked of its circle, then chosen."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cercles.meetings import actions, rules
from cercles.meetings.forms.dates import DatesForm
from cercles.meetings.views.acting import FORM, form_act, posted, press
from cercles.meetings.views.fetch import allowed
from cercles.polls.models import Option


@require_http_methods(FORM)
def ask_dates(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_edit_meeting)
    if meeting.date_poll is not None and not meeting.date_poll.is_cancelled:
        return redirect(meeting.date_poll)
    return form_act(
        request, DatesForm(posted(request)), lambda clean: actions.ask_dates(meeting=meeting, by=request.user, **clean),
        about=meeting, said=_("Les membres sont consultés : leurs réponses arrivent ici."), title=_("Chercher une date avec le cercle"),
        lead=_("Chaque membre reçoit un courriel et dit les dates qui lui conviennent. La date que vous retenez annonce la rencontre."),
        submit=_("Consulter le cercle"), seen=_("Lu par les membres du cercle : le titre de la rencontre, sa question et ces dates."),
    )  # fmt: skip


@require_POST
def choose_date(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_edit_meeting)
    option = get_object_or_404(Option.objects.select_related("poll__circle"), pk=pk, poll=meeting.date_poll)
    return press(
        request, lambda: actions.choose_date(meeting=meeting, option=option, by=request.user), to=meeting,
        said=_("La date est fixée et la rencontre annoncée : les invitations partent aux membres du cercle."),
    )  # fmt: skip
