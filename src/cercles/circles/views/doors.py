"""Coming in: ask, be invited, follow a shared link; and the facilitator's side of each."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.circles import actions, rules
from cercles.circles.enums import InvitationState, LinkMode, RequestState
from cercles.circles.forms.doors import DecisionForm, EnterForm, InviteForm, JoinForm, LinkForm
from cercles.circles.forms.links import InvitationForm
from cercles.circles.models import Circle, Invitation, JoinLink, JoinRequest
from cercles.circles.queries import doors_of, has_been_in
from cercles.circles.views.frame import allow, circle_for, draw, say
from cercles.core.forms import PastedListForm, after, attempt, kept_lines


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to enter: the question, the charter, one act."""
    circle = circle_for(request, slug, rules.can_ask_to_join)
    return _ask(request, circle)


def _ask(request: HttpRequest, circle: Circle) -> HttpResponse:
    form = JoinForm(request.POST or None, circle=circle, person=request.user)
    if request.method == "POST":
        done, made = attempt(form, lambda clean: actions.ask_to_join(circle=circle, by=request.user, **clean))
        if done:
            messages.success(request, _("Votre demande est partie. La réponse arrivera par courriel."))
            return redirect("circles:request", ref=made.ref)
    waiting = JoinRequest.objects.filter(circle=circle, person=request.user, state=RequestState.ASKED).first()
    if waiting:
        return redirect("circles:request", ref=waiting.ref)
    return _page(request, "circles/circle_join.html", form, circle=circle)


def _page(request: HttpRequest, template: str, form: EnterForm, **context: object) -> HttpResponse:
    """A door is drawn without the circle's tabs: who stands before it may not know the circle yet."""
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """A shared link: straight in, or to a request, as who facilitates decided. A dead link does not exist."""
    link = get_object_or_404(JoinLink.objects.select_related("circle"), token=token, revoked_at__isnull=True)
    circle = link.circle
    allow(link.is_alive and not circle.is_closed)
    if rules.is_member(request.user, circle):
        return redirect("circles:detail", slug=circle.slug)
    if link.mode == LinkMode.REQUEST or has_been_in(circle, request.user):
        return _ask(request, circle)
    form = EnterForm(request.POST or None, circle=circle, person=request.user)
    if request.method == "POST":
        done, _row = attempt(form, lambda clean: actions.enter_by_link(link=link, by=request.user, **clean))
        if done:
            messages.success(request, _("Bienvenue : vous êtes membre du cercle."))
            return redirect("circles:detail", slug=circle.slug)
    return _page(request, "circles/circle_enter.html", form, circle=circle, invitation=None)


@require_http_methods(["GET", "HEAD", "POST"])
def join_request(request: HttpRequest, ref: str) -> HttpResponse:
    """The request, for who asked and for who answers."""
    rows = JoinRequest.objects.visible_to(request.user).select_related("circle", "person", "organisation", "decided_by")
    found = get_object_or_404(rows, ref=ref)
    decides = found.state == RequestState.ASKED and rules.can_decide_door(request.user, found)
    form = DecisionForm(request.POST or None) if decides else None
    if request.method == "POST":
        allow(form is not None)

        def act(clean: dict[str, str]) -> JoinRequest:
            if clean["answer"] == "accept":
                return actions.accept_request(request=found, by=request.user)
            return actions.decline_request(request=found, by=request.user, reason=clean["reason"])

        done, _row = attempt(form, act)
        if done:
            messages.success(request, _("La réponse est partie à %(name)s.") % {"name": found.person})
            return after(request, "circles:doors", slug=found.circle.slug)
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "circles/join_request.html", {"form": form, "found": found}, status=status)


@require_POST
def request_withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    found = get_object_or_404(JoinRequest.objects.select_related("circle"), ref=ref, person=request.user)
    say(request, lambda: actions.withdraw_request(request=found, by=request.user), _("Votre demande est retirée."))
    return redirect("circles:list")


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, ref: str) -> HttpResponse:
    """The same answer as from the letter, for who is signed in."""
    rows = Invitation.objects.select_related("circle", "person", "sent_by").exclude(state=InvitationState.CANCELLED)
    found = get_object_or_404(rows, ref=ref, person=request.user)
    allow(not found.circle.is_closed)
    if rules.is_member(request.user, found.circle):
        return redirect("circles:detail", slug=found.circle.slug)
    form = InvitationForm(request.POST or None, obj=found, person=request.user)
    if request.method == "POST":
        done, entered = attempt(
            form, lambda clean: actions.answer_invitation(invitation=found, by=request.user, **clean)
        )
        if done:
            messages.success(request, _("Votre réponse est enregistrée."))
            return redirect("circles:detail", slug=found.circle.slug) if entered else redirect("circles:list")
    return _page(request, "circles/circle_enter.html", form, circle=found.circle, invitation=found)


@require_GET
def doors(request: HttpRequest, slug: str) -> HttpResponse:
    """Who waits, who was invited, the link to share."""
    circle = circle_for(request, slug, rules.can_edit_circle)
    context = doors_of(circle) | {"link_form": LinkForm()}
    link = context["link"]
    context["link_url"] = settings.SITE_URL + reverse("circles:enter", kwargs={"token": link.token}) if link else ""
    return draw(request, "circles/circle_doors.html", circle, "doors", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_edit_circle)
    form = InviteForm(request.POST or None)
    if request.method == "POST":
        done, made = attempt(form, lambda clean: actions.invite(circle=circle, by=request.user, **clean))
        if done:
            messages.success(request, _("L’invitation est partie à %(name)s.") % {"name": made.person.email})
            return redirect("circles:doors", slug=slug)
    return draw(request, "circles/invite_form.html", circle, "doors", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def invite_list(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_edit_circle)
    form = PastedListForm(request.POST or None, request.FILES or None, initial=kept_lines(request))
    if request.method == "POST":
        done, result = attempt(form, lambda clean: actions.invite_many(circle=circle, by=request.user, **clean))
        if done:
            _tell_invited(request, *result)
            return redirect("circles:invite_list" if form.keep(request) else "circles:doors", slug=slug)
    return draw(request, "circles/invite_list.html", circle, "doors", form=form)


def _tell_invited(
    request: HttpRequest, sent: list[Invitation], already: list[str], refused: list[tuple[str, str]]
) -> None:
    if sent:
        text = ngettext("%(n)d invitation est partie.", "%(n)d invitations sont parties.", len(sent))
        messages.success(request, text % {"n": len(sent)})
    if already:
        text = ngettext(
            "%(n)d personne est déjà membre du cercle : %(names)s.",
            "%(n)d personnes sont déjà membres du cercle : %(names)s.",
            len(already),
        )
        messages.info(request, text % {"n": len(already), "names": ", ".join(already)})
    for email, why in refused:
        messages.warning(request, _("%(email)s : %(why)s") % {"email": email, "why": why})


@require_POST
def invitation_again(request: HttpRequest, ref: str) -> HttpResponse:
    found = _invited(request, ref)
    same = {"circle": found.circle, "email": found.person.email, "role": found.role, "message": found.message}
    say(request, lambda: actions.invite(by=request.user, **same), _("Le courriel est reparti."))
    return redirect("circles:doors", slug=found.circle.slug)


@require_POST
def invitation_cancel(request: HttpRequest, ref: str) -> HttpResponse:
    found = _invited(request, ref)
    told = _("L’invitation est annulée ; le lien du courriel ne sert plus.")
    say(request, lambda: actions.cancel_invitation(invitation=found, by=request.user), told)
    return redirect("circles:doors", slug=found.circle.slug)


def _invited(request: HttpRequest, ref: str) -> Invitation:
    rows = Invitation.objects.visible_to(request.user).select_related("circle", "person")
    found = get_object_or_404(rows, ref=ref, state=InvitationState.SENT)
    allow(rules.can_decide_door(request.user, found))
    return found


@require_POST
def link_renew(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_edit_circle)
    form = LinkForm(request.POST)
    done, _link = attempt(form, lambda clean: actions.renew_join_link(circle=circle, by=request.user, **clean))
    if done:
        messages.success(request, _("Voici le nouveau lien. L’ancien, s’il y en avait un, ne sert plus."))
    return redirect("circles:doors", slug=slug)


@require_POST
def link_revoke(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_edit_circle)
    say(request, lambda: actions.revoke_join_link(circle=circle, by=request.user), _("Le lien ne sert plus."))
    return redirect("circles:doors", slug=slug)
