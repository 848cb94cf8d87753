"""What who facilitates holds: registrations, attendance, the sign-in sheet, files."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.core.forms import attempt
from cercles.core.tables import Flavour
from cercles.core.text import whole_number
from cercles.meetings import actions, exports, queries, rules
from cercles.meetings.enums import MeetingState, Presence
from cercles.meetings.forms.after import WalkInForm
from cercles.meetings.forms.answer import GuestForm
from cercles.meetings.models import Meeting
from cercles.meetings.views.acting import FORM, posted, press
from cercles.meetings.views.fetch import allowed

_EXPECTED = (Presence.REGISTERED, Presence.ATTENDED, Presence.ABSENT)


@require_http_methods(FORM)
def registrations(request: HttpRequest, ref: str) -> HttpResponse:
    """Who was invited, who comes, who waits and in which order; invite somebody more."""
    meeting = allowed(request, ref, rules.can_run_meeting)
    form = GuestForm(posted(request))
    done, row = attempt(form, lambda clean: actions.invite_guest(meeting=meeting, by=request.user, **clean))
    if done:
        messages.success(request, _("L’invitation part à %(email)s.") % {"email": row.person.email})
        return redirect("meetings:registrations", ref=ref)
    context = {
        "meeting": meeting, "form": form, "groups": queries.registrations_by_state(meeting),
        "seats": queries.seats_of(meeting), "moment": queries.moment_of(meeting),
        "open": meeting.state == MeetingState.ANNOUNCED and not meeting.has_started,
    }  # fmt: skip
    return render(request, "meetings/registrations.html", context, status=422 if form.is_bound else 200)


@require_POST
def answer_for(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Somebody telephoned: who facilitates writes her answer, and she is told by letter."""
    meeting = allowed(request, ref, rules.can_run_meeting)
    row = get_object_or_404(meeting.registrations.select_related("person"), pk=pk)
    act = actions.register if request.POST.get("answer") == "yes" else actions.decline
    return press(
        request, lambda: act(meeting=meeting, person=row.person, by=request.user),
        to=reverse("meetings:registrations", kwargs={"ref": ref}),
        said=_("C’est noté. %(name)s en est prévenu par courriel.") % {"name": row.person.display_name},
    )  # fmt: skip


@require_GET
def registrations_file(request: HttpRequest, ref: str) -> StreamingHttpResponse:
    """The same as a table; under the Chatham House rule, without a name."""
    meeting = allowed(request, ref, rules.can_run_meeting)
    flavour = Flavour.EXCEL_FR
    answer = StreamingHttpResponse(exports.registrations(meeting, flavour), content_type=flavour.content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="inscriptions-{meeting.ref}.{flavour.extension}"'
    return answer


@require_http_methods(FORM)
def attendance(request: HttpRequest, ref: str) -> HttpResponse:
    """One tick each: whoever had a seat is ticked to begin with."""
    meeting = allowed(request, ref, rules.can_run_meeting)
    if not meeting.was_announced or not meeting.has_started or meeting.is_cancelled:
        raise Http404
    if request.method == "POST":
        return _ticked(request, meeting)
    return _attendance_page(request, meeting, WalkInForm())


def _ticked(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    ticked = {name: {*map(whole_number, request.POST.getlist(name))} - {0} for name in ("present", "shown")}
    return press(
        request, lambda: actions.tick_attendance(meeting=meeting, by=request.user, **ticked), to=meeting,
        said=_("Les présences sont notées."),
    )  # fmt: skip


def _attendance_page(request: HttpRequest, meeting: Meeting, form: WalkInForm) -> HttpResponse:
    rows = queries.expected(meeting)
    context = {
        "meeting": meeting, "form": form, "moment": queries.moment_of(meeting),
        "seated": [row for row in rows if row.state in _EXPECTED],
        "others": [row for row in rows if row.state not in _EXPECTED],
        "ticked": Presence.REGISTERED, "came": Presence.ATTENDED,
    }  # fmt: skip
    return render(request, "meetings/attendance.html", context, status=422 if form.is_bound else 200)


@require_POST
def walk_in(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody came without a seat."""
    meeting = allowed(request, ref, rules.can_run_meeting)
    form = WalkInForm(request.POST)
    done, row = attempt(form, lambda clean: actions.add_walk_in(meeting=meeting, by=request.user, **clean))
    if done:
        messages.success(request, _("%(name)s est noté présent.") % {"name": row.person.display_name})
        return redirect("meetings:attendance", ref=ref)
    return _attendance_page(request, meeting, form)


@require_GET
def sign_in_sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """To print. Under the Chatham House rule no list of names leaves the site."""
    meeting = allowed(request, ref, rules.can_run_meeting)
    if meeting.is_chatham or not meeting.was_announced:
        raise Http404
    context = {"meeting": meeting, "moment": queries.moment_of(meeting), "rows": queries.page_people(meeting)}
    return render(request, "meetings/sign_in_sheet.html", context)
