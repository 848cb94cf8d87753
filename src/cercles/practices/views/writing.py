"""Start a sheet, from nothing, from a meeting or from a reuse; write it."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cercles.circles.models import Circle, Thread
from cercles.core.forms import attempt
from cercles.meetings.models import Meeting
from cercles.meetings.queries import Learned, what_was_learned
from cercles.practices import actions, forms, rules
from cercles.practices.models import Reuse
from cercles.practices.views.found import sheet_or_404


@require_http_methods(["GET", "POST"])
def sheet_start(request: HttpRequest, slug: str) -> HttpResponse:
    """From nothing; from what ``?rencontre=<ref>`` left, from a practice taken up (``?reprise=``), from a conversation (``?echange=``)."""
    circle = get_object_or_404(Circle.objects.visible_to(request.user), slug=slug)
    meeting, learned = _meeting_told(request, circle)
    reuse = _reuse_told(request)
    if not rules.can_write_in(request.user, circle):
        raise Http404
    initial = forms.initial_of_reuse(reuse) if reuse else forms.initial_from(learned)
    form = forms.SheetForm(request.POST or None, circle=circle, person=request.user, initial=initial)
    start = partial(
        actions.start_sheet, circle=circle, by=request.user, origin=meeting or reuse or _thread(request, circle)
    )
    done, sheet = attempt(form, lambda clean: start(**form.facts())) if form.is_bound else (False, None)
    if done:
        messages.success(request, _("Le brouillon est gardé. Vous seul le voyez."))
        return redirect("practices:detail", sheet.ref)
    origin = meeting or reuse or circle
    context = {
        "form": form, "circle": circle, "sheet": None, "meeting": meeting, "learned": learned, "reuse": reuse,
        "draft": f"fiche-{origin.ref if origin != circle else circle.slug}",
    }  # fmt: skip
    return render(request, "practices/sheet_form.html", context, status=422 if form.is_bound else 200)


def _meeting_told(request: HttpRequest, circle: Circle) -> tuple[Meeting | None, Learned | None]:
    """The meeting a sheet is started from, if it is of this circle and this reader knows of it."""
    ref = request.GET.get("rencontre", "")
    if not ref:
        return None, None
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).filter(circle=circle), ref=ref)
    return meeting, what_was_learned(meeting, request.user)


def _thread(request: HttpRequest, circle: Circle) -> Thread | None:
    """The conversation a sheet is started from, if the reader is in it."""
    ref = request.GET.get("echange", "")
    return get_object_or_404(Thread.objects.visible_to(request.user).filter(circle=circle), ref=ref) if ref else None


def _reuse_told(request: HttpRequest) -> Reuse | None:
    """The reuse a sheet is started from, if she belongs to the organisation that took the practice up."""
    ref = request.GET.get("reprise", "")
    if not ref:
        return None
    seen = Reuse.objects.visible_to(request.user).select_related("organisation", "sheet")
    reuse = get_object_or_404(seen, ref=ref)
    if not rules.can_edit_reuse(request.user, reuse):
        raise Http404
    return reuse


@require_http_methods(["GET", "POST"])
def sheet_edit(request: HttpRequest, ref: str) -> HttpResponse:
    sheet = sheet_or_404(request, ref, rules.can_write_sheet)
    told = {"circle": sheet.circle, "person": request.user, "sheet": sheet, "initial": forms.initial_of(sheet)}
    form = forms.SheetForm(request.POST or None, **told)
    done = (
        form.is_bound
        and attempt(form, lambda clean: actions.write_sheet(sheet=sheet, by=request.user, **form.facts()))[0]
    )
    if done:
        messages.success(request, _("Le texte est gardé."))
        return redirect("practices:detail", sheet.ref)
    context = {
        "form": form,
        "circle": sheet.circle,
        "sheet": sheet,
        "meeting": None,
        "reuse": None,
        "draft": f"fiche-{sheet.ref}",
    }
    return render(request, "practices/sheet_form.html", context, status=422 if form.is_bound else 200)
