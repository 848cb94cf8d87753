"""Who is in a circle, what each is in it, leaving and handing over."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.circles import actions, rules
from cercles.circles.actions.moderation import restrict
from cercles.circles.enums import HandoverState
from cercles.circles.exports import members_file
from cercles.circles.forms.doors import RelayForm
from cercles.circles.forms.members import HandoverForm, LeaveForm, MemberForm, ReasonForm, SpeakForForm
from cercles.circles.forms.moderation import RestrictForm
from cercles.circles.models import Handover, Membership
from cercles.circles.queries import handover_offered, leads_alone, members_of
from cercles.circles.queries.moderation import standing_of
from cercles.circles.rules import memory
from cercles.circles.views.frame import allow, circle_for, draw, say
from cercles.core import clock
from cercles.core.forms import attempt
from cercles.core.tables import Flavour


@require_GET
def members(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_see_inside)
    lines = [
        {**row.told, "edit_pk": row.pk if rules.can_edit_membership(request.user, row) else 0}
        for row in members_of(circle)
    ]
    context = {
        "lines": lines, "handover": handover_offered(circle, request.user), "flavours": Flavour.choices,
        "addresses": rules.can_see_addresses(request.user, circle),
    }  # fmt: skip
    return draw(request, "circles/circle_members.html", circle, "members", **context)


@require_GET
def members_export(request: HttpRequest, slug: str, flavour: str) -> StreamingHttpResponse:
    """Exactly the list on the page; with the addresses, for those who may know them."""
    circle = circle_for(request, slug, rules.can_see_inside)
    allow(flavour in Flavour.values)
    kind = Flavour(flavour)
    name = f"membres-{circle.slug}-{clock.today():%Y-%m-%d}.{kind.extension}"
    pieces = members_file(circle, flavour, addresses=rules.can_see_addresses(request.user, circle))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(pieces, content_type=kind.content_type, headers=headers)


def _edited(request: HttpRequest, slug: str, pk: int) -> Membership:
    circle = circle_for(request, slug, rules.can_edit_circle)
    rows = Membership.objects.current().select_related("circle", "person", "organisation")
    row = get_object_or_404(rows, circle=circle, pk=pk)
    allow(rules.can_edit_membership(request.user, row))
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = _edited(request, slug, pk)
    form = MemberForm(request.POST or None, initial={"role": row.role, "pioneer_since": row.pioneer_since})
    if request.method == "POST":
        done, _row = attempt(form, lambda clean: actions.change_member(membership=row, by=request.user, **clean))
        if done:
            messages.success(request, _("C’est enregistré."))
            return redirect("circles:members", slug=slug)
    return draw(request, "circles/member_form.html", row.circle, "members", form=form, row=row)


@require_http_methods(["GET", "HEAD", "POST"])
def member_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = _edited(request, slug, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        done, _row = attempt(form, lambda clean: actions.remove_member(membership=row, by=request.user, **clean))
        if done:
            messages.success(request, _("Cette personne n’est plus membre. Elle en reçoit la raison par courriel."))
            return redirect("circles:members", slug=slug)
    return draw(request, "circles/member_remove.html", row.circle, "members", form=form, row=row)


@require_http_methods(["GET", "HEAD", "POST"])
def member_restrict(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How a member writes here: read again before, or not until a day."""
    row = _edited(request, slug, pk)
    form = RestrictForm(request.POST or None)
    done, measure = attempt(form, lambda clean: restrict(membership=row, by=request.user, **clean))
    if done:
        messages.success(request, _("C’est décidé. La personne en reçoit la raison, et peut contester."))
        return redirect("circles:measure", ref=measure.ref)
    context = {"form": form, "row": row, "standing": standing_of(row.circle, row.person)}
    return draw(request, "circles/member_restrict.html", row.circle, "members", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def speak_for(request: HttpRequest, slug: str) -> HttpResponse:
    """For which of my organisations I am here."""
    circle = circle_for(request, slug, rules.can_act_as_member)
    form = SpeakForForm(request.POST or None, membership=memory.membership_of(request.user, circle))
    if request.method == "POST":
        done, _row = attempt(form, lambda clean: actions.speak_for(circle=circle, by=request.user, **clean))
        if done:
            messages.success(request, _("C’est enregistré."))
            return redirect("circles:members", slug=slug)
    return draw(request, "circles/speak_for.html", circle, "members", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_see_inside)
    form = LeaveForm(request.POST or None)
    alone = leads_alone(circle, request.user)
    if request.method == "POST":
        done, _row = attempt(form, lambda clean: actions.leave_circle(circle=circle, by=request.user, **clean))
        if done:
            messages.success(request, _("Vous avez quitté le cercle. Ce que vous y avez partagé y reste."))
            return redirect("circles:list")
    return draw(request, "circles/circle_leave.html", circle, "members", form=form, alone=alone)


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_edit_circle)
    form = HandoverForm(request.POST or None, circle=circle, person=request.user)
    if request.method == "POST":
        done, made = attempt(form, lambda clean: actions.propose_handover(circle=circle, by=request.user, **clean))
        if done:
            messages.success(request, _("La proposition est partie à %(name)s.") % {"name": made.taker})
            return redirect("circles:members", slug=slug)
    return draw(request, "circles/handover_form.html", circle, "members", form=form)


def _handover(request: HttpRequest, ref: str, **who: object) -> Handover:
    rows = Handover.objects.select_related("circle", "giver", "taker")
    found = get_object_or_404(rows, ref=ref, state=HandoverState.PROPOSED, **who)
    allow(rules.can_act_as_member(request.user, found.circle))
    return found


@require_POST
def handover_cancel(request: HttpRequest, ref: str) -> HttpResponse:
    found = _handover(request, ref, giver=request.user)
    say(request, lambda: actions.cancel_handover(handover=found, by=request.user), _("La proposition est retirée."))
    return redirect("circles:members", slug=found.circle.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def handover_answer(request: HttpRequest, ref: str) -> HttpResponse:
    found = _handover(request, ref, taker=request.user)
    form = RelayForm(request.POST or None)
    if request.method == "POST":

        def act(clean: dict[str, str]) -> Handover:
            if clean["answer"] == "accept":
                return actions.accept_handover(handover=found, by=request.user)
            return actions.decline_handover(handover=found, by=request.user, reason=clean["reason"])

        done, _row = attempt(form, act)
        if done:
            messages.success(request, _("Votre réponse est enregistrée."))
            return redirect("circles:members", slug=found.circle.slug)
    return draw(request, "circles/handover_answer.html", found.circle, "members", form=form, handover=found)
