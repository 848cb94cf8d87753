"""Come, do not come, propose a colleague."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cercles.core.forms import after, attempt
from cercles.core.limits import count_or_refuse
from cercles.meetings import actions, queries
from cercles.meetings.enums import Presence
from cercles.meetings.forms.answer import ColleagueForm, RegisterForm, VisitorForm
from cercles.meetings.models import Meeting
from cercles.meetings.views.acting import FORM, posted, press
from cercles.meetings.views.fetch import visible

_TOO_MANY = gettext_lazy(
    "Beaucoup de demandes sont parties d’ici en peu de temps. Ce que vous avez écrit est gardé : "
    "renvoyez-le dans dix minutes, ou connectez-vous pour vous inscrire sans attendre."
)


@login_not_required
@require_http_methods(FORM)
def register(request: HttpRequest, ref: str) -> HttpResponse:
    """« Je participe »: with an account in one gesture; on a public page, with a link to confirm."""
    meeting = visible(request, ref)
    if not meeting.was_announced:
        raise Http404
    if not request.user.is_authenticated:
        return _register_visitor(request, meeting)
    form = RegisterForm(posted(request), person=request.user, meeting=meeting)
    done, row = attempt(
        form, lambda clean: actions.register(meeting=meeting, person=request.user, by=request.user, **clean)
    )
    if done:
        if row.state == Presence.WAITING:
            place = queries.place_in_line(row)
            text = _("Tout est pris pour l’instant : vous êtes en liste d’attente, à la place %(place)d.")
            messages.warning(request, text % {"place": place})
        else:
            messages.success(request, _("Vous participez. Une confirmation est partie par courriel."))
        return after(request, meeting)
    return _form(request, meeting, form, _("Je participe"))


def _register_visitor(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    def ask(clean: dict[str, Any]) -> None:
        count_or_refuse(request, "ask_as_visitor", _TOO_MANY)
        actions.ask_as_visitor(meeting=meeting, **clean)

    form = VisitorForm(posted(request))
    done, _nothing = attempt(form, ask)
    if done:
        messages.success(request, _("Regardez votre boîte : le lien reçu confirme votre venue."))
        return redirect(meeting)
    return _form(request, meeting, form, _("Recevoir le lien de confirmation"))


@require_POST
def decline(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = visible(request, ref)
    if not meeting.was_announced:
        raise Http404
    return press(
        request, lambda: actions.decline(meeting=meeting, person=request.user, by=request.user), to=meeting,
        said=_("C’est noté : vous ne participez pas."),
    )  # fmt: skip


@require_http_methods(FORM)
def propose(request: HttpRequest, ref: str) -> HttpResponse:
    """« Proposer quelqu’un » of one's organisation."""
    meeting = visible(request, ref)
    if not meeting.takes_registrations or not queries.organisations_for(request.user, meeting):
        raise Http404
    form = ColleagueForm(posted(request))
    done, row = attempt(form, lambda clean: actions.propose_colleague(meeting=meeting, by=request.user, **clean))
    if done:
        messages.success(request, _("L’invitation est partie à %(email)s.") % {"email": row.person.email})
        return redirect(meeting)
    return _form(request, meeting, form, _("Envoyer l’invitation"), title=_("Proposer quelqu’un"))


def _form(request: HttpRequest, meeting: Meeting, form: object, submit: str, title: str = "") -> HttpResponse:
    context = {
        "meeting": meeting, "form": form, "submit": submit, "title": title or _("Participer"),
        "seats": queries.seats_of(meeting), "moment": queries.moment_of(meeting),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "meetings/registration_form.html", context, status=status)
