"""Minutes in versions, decisions, what is to be done."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.core import slots
from cercles.core.forms import attempt
from cercles.meetings import actions, queries, rules
from cercles.meetings.forms.after import DecisionForm, FollowUpAnswerForm, FollowUpForm, MinutesForm, TakeawayForm
from cercles.meetings.models import Decision, FollowUp, Minutes
from cercles.meetings.views.acting import FORM, form_act, posted, press
from cercles.meetings.views.fetch import allowed


@login_not_required
@require_GET
def minutes(request: HttpRequest, ref: str, number: int = 0) -> HttpResponse:
    """The version in force, or the one asked for; whom they are shown to may be wider than whom the meeting is."""
    found = queries.minutes_seen(request.user, ref)
    version = queries.version_of(found, number or found.published_number) if found else None
    if found is None or version is None:
        raise Http404
    meeting = found.meeting
    context = {
        "minutes": found, "meeting": meeting, "version": version, "versions": queries.versions_of(found),
        "decisions": queries.decisions_of(meeting), "writes": rules.can_edit_minutes(request.user, found),
        "moment": queries.moment_of(meeting), "participants": queries.seats_of(meeting).came,
        "sees_meeting": rules.can_see_meeting(request.user, meeting),
        "panels": slots.collect("meeting.panels", meeting, request.user),
    }  # fmt: skip
    return render(request, "meetings/minutes.html", context)


@require_http_methods(FORM)
def minutes_write(request: HttpRequest, ref: str) -> HttpResponse:
    """« Garder le brouillon » or « Publier »: two buttons of one form."""
    meeting = allowed(request, ref, rules.can_write_minutes)
    if not meeting.was_announced:
        raise Http404
    known = Minutes.objects.filter(meeting=meeting).first() or Minutes(meeting=meeting)
    written = known.draft or queries.draft_minutes(meeting)
    initial = {"text": written, "visibility": known.visibility, "seen": known.drafted}
    form = MinutesForm(posted(request), meeting=meeting, number=known.published_number, initial=initial)
    publishing = "keep" not in request.POST
    done, _result = attempt(form, lambda clean: _write(request, meeting, clean, publishing))
    if done:
        messages.success(request, _("Le compte rendu est publié.") if publishing else _("Le brouillon est gardé."))
        return redirect("meetings:minutes" if publishing else "meetings:minutes_write", ref=ref)
    theirs = form.follow(Minutes.objects.filter(meeting=meeting).first()) if form.is_bound else ""
    context = {
        "meeting": meeting, "minutes": known, "form": form, "theirs": theirs, "decisions": meeting.decisions.all()
    }  # fmt: skip
    return render(request, "meetings/minutes_form.html", context, status=422 if form.is_bound else 200)


def _write(request: HttpRequest, meeting: Any, clean: dict[str, Any], publishing: bool) -> Any:
    if publishing:
        return actions.publish_minutes(meeting=meeting, by=request.user, **clean)
    return actions.write_minutes(meeting=meeting, by=request.user, text=clean["text"], seen=clean["seen"])


@require_http_methods(FORM)
def decision_add(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_write_minutes)
    return form_act(
        request, DecisionForm(posted(request)),
        lambda clean: actions.add_decision(meeting=meeting, by=request.user, **clean), about=meeting,
        said=_("La décision est notée."), title=_("Noter une décision"), submit=_("Noter la décision"),
        seen=_("Lue par qui lit le compte rendu."),
    )  # fmt: skip


@require_POST
def decision_remove(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_write_minutes)
    decision = get_object_or_404(Decision.objects.select_related("meeting__circle"), pk=pk, meeting=meeting)
    return press(
        request, lambda: actions.remove_decision(decision=decision, by=request.user), to=meeting,
        said=_("La décision est retirée."),
    )  # fmt: skip


@require_http_methods(FORM)
def follow_up_add(request: HttpRequest, ref: str) -> HttpResponse:
    meeting = allowed(request, ref, rules.can_write_minutes)
    return form_act(
        request, FollowUpForm(posted(request), meeting=meeting),
        lambda clean: actions.add_follow_up(meeting=meeting, by=request.user, **clean), about=meeting,
        said=_("C’est noté : des nouvelles seront demandées avant la prochaine rencontre."),
        lead=_("Une personne, ou une organisation : des nouvelles lui seront demandées par courriel avant la prochaine rencontre."),
        title=_("Ajouter une suite"), submit=_("Ajouter"), seen=_("Lue par les membres du cercle et les participants."),
    )  # fmt: skip


@require_http_methods(FORM)
def follow_up_answer(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Whoever is in charge of it may not see the meeting itself."""
    row = get_object_or_404(
        FollowUp.objects.visible_to(request.user).select_related("meeting__circle"), pk=pk, meeting__ref=ref
    )
    if not rules.can_answer_follow_up(request.user, row):
        raise Http404
    return form_act(
        request, FollowUpAnswerForm(posted(request), obj=row, person=request.user),
        lambda clean: actions.answer_follow_up(follow_up=row, by=request.user, **clean), about=row.meeting,
        back="" if rules.can_see_meeting(request.user, row.meeting) else "/", said=_("C’est noté, merci."), title=row.what,
        submit=_("Envoyer les nouvelles"), seen=_("Lu par les membres du cercle et les participants."),
    )  # fmt: skip


@require_http_methods(FORM)
def takeaway(request: HttpRequest, ref: str) -> HttpResponse:
    """The one question after, in the site."""
    meeting = allowed(request, ref, rules.can_answer_after)
    return form_act(
        request, TakeawayForm(posted(request), obj=meeting, person=request.user),
        lambda clean: actions.answer_after(meeting=meeting, person=request.user, **clean), about=meeting,
        said=_("Merci : votre réponse est gardée."), title=_("Qu’est-ce qui vous a été utile, et qu’allez-vous essayer ?"),
        submit=_("Envoyer ma réponse"), seen=_("Lue par l’animation ; par le cercle, sans votre nom, si vous le voulez bien."),
    )  # fmt: skip
