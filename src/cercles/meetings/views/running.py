"""Open a meeting from its circle, change it, announce it, cancel it, close it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cercles.circles.models import Circle, Thread
from cercles.meetings import actions, rules
from cercles.meetings.forms.after import CancelForm, CloseForm
from cercles.meetings.forms.meeting import AgainForm, MeetingForm
from cercles.meetings.views.acting import FORM, form_act, posted, press
from cercles.meetings.views.fetch import allowed


@require_http_methods(FORM)
def open_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    circle = get_object_or_404(Circle.objects.visible_to(request.user), slug=slug)
    if not rules.can_open_meeting(request.user, circle):
        raise Http404
    return form_act(
        request, MeetingForm(posted(request), circle=circle),
        lambda clean: actions.open_meeting(circle=circle, by=request.user, origin=_thread(request, circle), **clean), about=circle,
        back=reverse("circles:detail", kwargs={"slug": slug}),
        said=_("La rencontre est prête. Relisez-la, puis annoncez-la au cercle."),
        title=_("Ouvrir une rencontre"), submit=_("Préparer la rencontre"),
        lead=_("Un format, une question, une date, un lieu. Personne n’est prévenu avant que vous ne l’annonciez."),
        seen=_("Visible par l’animation du cercle tant que la rencontre n’est pas annoncée."),
    )  # fmt: skip


def _thread(request: HttpRequest, circle: Circle) -> Thread | None:
    """The conversation it comes from, with ``?echange=<ref>``, if the reader is in it."""
    ref = request.GET.get("echange", "")
    return get_object_or_404(Thread.objects.visible_to(request.user).filter(circle=circle), ref=ref) if ref else None


@require_http_methods(FORM)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_edit_meeting)
    lead, seen = "", _("Visible par l’animation du cercle tant que la rencontre n’est pas annoncée.")
    if meeting.was_announced:
        seen = _(
            "Visible par les personnes à qui la rencontre est ouverte ; l’adresse et le lien, par celles qui ont une place."
        )
        lead = _("Si la date ou le lieu change, les personnes invitées et inscrites sont prévenues par courriel.")
    return form_act(
        request, MeetingForm(posted(request), circle=meeting.circle, meeting=meeting),
        lambda clean: actions.change_meeting(meeting=meeting, by=request.user, **clean), about=meeting,
        said=_("C’est enregistré."), title=_("Modifier la rencontre"), submit=_("Enregistrer"), lead=lead, seen=seen,
    )  # fmt: skip


@require_http_methods(FORM)
def again(request: HttpRequest, ref: str) -> HttpResponse:
    """The same at another date."""
    meeting = allowed(request, ref, rules.can_run_meeting)
    if not rules.can_open_meeting(request.user, meeting.circle):
        raise Http404
    return form_act(
        request, AgainForm(posted(request), meeting=meeting),
        lambda clean: actions.duplicate_meeting(meeting=meeting, by=request.user, **clean), about=meeting,
        said=_("La nouvelle rencontre est prête. Relisez-la, puis annoncez-la."),
        title=_("Refaire cette rencontre"), submit=_("Préparer la rencontre"),
        lead=_("Tout est repris, sauf qui vient et ce qui a été dit."),
    )  # fmt: skip


@require_POST
def announce(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_edit_meeting)
    return press(
        request, lambda: actions.announce_meeting(meeting=meeting, by=request.user), to=meeting,
        said=_("La rencontre est annoncée : les invitations partent aux membres du cercle."),
    )  # fmt: skip


@require_http_methods(FORM)
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_edit_meeting)
    return form_act(
        request, CancelForm(posted(request)),
        lambda clean: actions.cancel_meeting(meeting=meeting, by=request.user, **clean), about=meeting,
        said=_("La rencontre est annulée. Les personnes concernées sont prévenues."),
        title=_("Annuler la rencontre"), submit=_("Annuler la rencontre"), variant="stop",
    )  # fmt: skip


@require_http_methods(FORM)
def close(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_run_meeting)
    return form_act(
        request, CloseForm(posted(request)),
        lambda clean: actions.close_meeting(meeting=meeting, by=request.user, **clean), about=meeting,
        said=_("La rencontre est close : plus rien n’est attendu."), title=_("Clore la rencontre"), submit=_("Clore"),
        lead=_("Tout reste lisible. Vous pourrez la rouvrir."),
    )  # fmt: skip


@require_POST
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_run_meeting)
    return press(
        request, lambda: actions.reopen_meeting(meeting=meeting, by=request.user), to=meeting,
        said=_("La rencontre est rouverte : complétez ce qui manquait, puis fermez-la."),
    )  # fmt: skip
