"""Mails that wait for who facilitates."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cercles.circles import rules
from cercles.circles.actions import threads as actions
from cercles.circles.forms.threads import PublishForm
from cercles.circles.models import HeldMessage
from cercles.circles.queries import threads as queries
from cercles.circles.views.frame import circle_for, draw, say
from cercles.core.forms import attempt


def held_for(request: HttpRequest, slug: str, ref: str) -> HeldMessage:
    circle = circle_for(request, slug, rules.is_facilitator)
    seen = HeldMessage.objects.visible_to(request.user).select_related("person", "thread", "mail")
    held = seen.filter(circle=circle, ref=ref).first()
    if held is None:
        raise Http404
    held.circle = circle
    return held


@require_GET
def held_list(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.is_facilitator)
    context = {
        "held": queries.held_in(circle, request.user), "blocked": circle.blocked_senders.order_by("address"),
        "unreached": queries.unreached_in(circle),
    }  # fmt: skip
    return draw(request, "circles/held_list.html", circle, "threads", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Read it; publish it, here."""
    found = held_for(request, slug, ref)
    may = rules.can_decide_held(request.user, found)
    form = PublishForm(request.POST if request.method == "POST" else None, held=found)
    if request.method == "POST":
        if not may:
            raise Http404
        done, message = attempt(form, lambda clean: actions.publish_held(held=found, by=request.user, **clean))
        if done:
            messages.success(request, _("Le message est publié."))
            return redirect("circles:thread", slug=slug, ref=message.thread.ref)
    closed = may and found.thread is not None and found.thread.is_closed
    context = {
        "held": found, "form": form if may and (form.is_bound or not closed) else None, "thread_closed": closed,
        "waits": rules.can_set_held_aside(request.user, found),
    }  # fmt: skip
    return draw(request, "circles/held_detail.html", found.circle, "threads", **context)


@require_POST
def held_refuse(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    found, block = held_for(request, slug, ref), bool(request.POST.get("block"))
    done = _("Le message est refusé, et son expéditeur bloqué.") if block else _("Le message est refusé.")
    say(request, lambda: actions.refuse_held(held=found, by=request.user, block=block), done)
    return redirect("circles:held_list", slug=slug)


@require_POST
def unblock(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.is_facilitator)
    address = request.POST.get("address", "")
    say(
        request,
        lambda: actions.unblock(circle=circle, address=address, by=request.user),
        _("L’adresse n’est plus bloquée."),
    )
    return redirect("circles:held_list", slug=slug)
