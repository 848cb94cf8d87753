"""Open a meeting from its circle, change it, announce it, cancel it, close it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cercles.circles.models import Circle
from cercles.core.errors import RuleBroken
from cercles.core.forms import attempt
from cercles.meetings import actions, rules
from cercles.meetings.forms.after import CancelForm, CloseForm
from cercles.meetings.forms.meeting import AgainForm, MeetingForm
from cercles.meetings.models import Meeting
from cercles.meetings.views.fetch import allowed

FORM = ("GET", "HEAD", "POST")


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest, form: Any, *, title: str, submit: str, eyebrow: str, back: str, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "eyebrow": eyebrow,
        "back": back,
        "lead": "",
        "seen": "",
        "variant": "act",
        **more,
    }
    return render(request, "meetings/meeting_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORM)
def open_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.visible_to(request.user), slug=slug)
    if not rules.can_open_meeting(request.user, circle):
        raise Http404
    form = MeetingForm(posted(request))
    done, meeting = attempt(form, lambda clean: actions.open_meeting(circle=circle, by=request.user, **clean))
    if done:
        messages.success(request, _("La rencontre est prête. Relisez-la, puis annoncez-la au cercle."))
        return redirect(meeting)
    return form_page(
        request, form, title=_("Ouvrir une rencontre"), submit=_("Préparer la rencontre"), eyebrow=circle.name,
        back=reverse("circles:detail", kwargs={"slug": slug}),
        lead=_("Un format, une question, une date, un lieu. Personne n’est prévenu avant que vous ne l’annonciez."),
        seen=_("Visible par l’animation du cercle tant que la rencontre n’est pas annoncée."),
    )  # fmt: skip


@require_http_methods(FORM)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_edit_meeting)
    form = MeetingForm(posted(request), meeting=meeting)
    done, changed = attempt(form, lambda clean: actions.change_meeting(meeting=meeting, by=request.user, **clean))
    if done:
        messages.success(request, _("C’est enregistré."))
        return redirect(changed)
    lead = ""
    if meeting.was_announced:
        lead = _("Si la date ou le lieu change, les personnes invitées et inscrites sont prévenues par courriel.")
    return form_page(
        request, form, title=_("Modifier la rencontre"), submit=_("Enregistrer"), eyebrow=meeting.title,
        back=meeting.get_absolute_url(), lead=lead,
    )  # fmt: skip


@require_http_methods(FORM)
def again(request: HttpRequest, ref: str) -> HttpResponse:
    """The same at another date."""
    meeting = allowed(request, ref, rules.can_run_meeting)
    if not rules.can_open_meeting(request.user, meeting.circle):
        raise Http404
    form = AgainForm(posted(request), initial={"title": meeting.title, "hour": meeting.local_start.time()})
    done, made = attempt(form, lambda clean: actions.duplicate_meeting(meeting=meeting, by=request.user, **clean))
    if done:
        messages.success(request, _("La nouvelle rencontre est prête. Relisez-la, puis annoncez-la."))
        return redirect(made)
    return form_page(
        request, form, title=_("Refaire cette rencontre"), submit=_("Préparer la rencontre"), eyebrow=meeting.title,
        back=meeting.get_absolute_url(), lead=_("Tout est repris, sauf qui vient et ce qui a été dit."),
    )  # fmt: skip


@require_POST
def announce(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_edit_meeting)
    try:
        actions.announce_meeting(meeting=meeting, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    else:
        messages.success(request, _("La rencontre est annoncée : les invitations partent aux membres du cercle."))
    return redirect(meeting)


@require_http_methods(FORM)
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_edit_meeting)
    form = CancelForm(posted(request))
    done, _cancelled = attempt(form, lambda clean: actions.cancel_meeting(meeting=meeting, by=request.user, **clean))
    if done:
        messages.success(request, _("La rencontre est annulée. Les personnes concernées sont prévenues."))
        return redirect(meeting)
    return form_page(
        request, form, title=_("Annuler la rencontre"), submit=_("Annuler la rencontre"), eyebrow=meeting.title,
        back=meeting.get_absolute_url(), variant="stop",
    )  # fmt: skip


@require_http_methods(FORM)
def close(request: HttpRequest, ref: str) -> HttpResponse:
    meeting: Meeting = allowed(request, ref, rules.can_run_meeting)
    form = CloseForm(posted(request))
    done, _closed = attempt(form, lambda clean: actions.close_meeting(meeting=meeting, by=request.user, **clean))
    if done:
        messages.success(request, _("La rencontre est close : plus rien n’est attendu."))
        return redirect(meeting)
    return form_page(
        request, form, title=_("Clore la rencontre"), submit=_("Clore"), eyebrow=meeting.title,
        back=meeting.get_absolute_url(), lead=_("Tout reste lisible. Vous pourrez la rouvrir."),
    )  # fmt: skip


@require_POST
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_run_meeting)
    try:
        actions.reopen_meeting(meeting=meeting, by=request.user)
    except RuleBroken as refusal:
        messages.error(request, str(refusal.text))
    return redirect(meeting)
