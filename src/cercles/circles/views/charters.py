"""The charter: read it, accept it, write the next version."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cercles.circles import actions, rules
from cercles.circles.forms.members import AcceptForm, CharterForm
from cercles.circles.queries import charter_page, current_charter
from cercles.circles.views.frame import circle_for, draw
from cercles.core.difference import difference
from cercles.core.forms import attempt


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def charter(request: HttpRequest, slug: str) -> HttpResponse:
    """The text in force; for members, who accepted it and what is left to accept."""
    circle = circle_for(request, slug)
    context = charter_page(circle, request.user)
    form = None
    waits = context["own_waits"] or context["organisations_wait"]
    if waits and not circle.is_closed:
        form = AcceptForm(request.POST or None, circle=circle, person=request.user, own=context["own_waits"])
        if request.method == "POST":
            done, _row = attempt(form, lambda clean: actions.accept_charter(by=request.user, **clean))
            if done:
                messages.success(request, _("La charte est acceptée."))
                return redirect("circles:charter", slug=slug)
    elif request.method == "POST":
        return redirect("circles:charter", slug=slug)
    return draw(request, "circles/charter_detail.html", circle, "charter", form=form, **context)


@require_GET
def charter_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A former version, and what it changed, in words: for members."""
    circle = circle_for(request, slug, rules.can_see_inside)
    version = get_object_or_404(circle.charter_versions.select_related("published_by"), number=number)
    former = circle.charter_versions.filter(number=number - 1).first()
    changes = difference(former.text, version.text) if former else []
    context = {
        "version": version,
        "former": former,
        "changes": changes,
        "is_current": version == current_charter(circle),
    }
    return draw(request, "circles/charter_version.html", circle, "charter", **context)


@require_http_methods(["GET", "HEAD", "POST"])
def charter_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The next version. When another was published meanwhile, what was typed is kept and the change is shown."""
    circle = circle_for(request, slug, rules.can_edit_circle)
    current = current_charter(circle)
    number, text = (current.number, current.text) if current else (0, "")
    form = CharterForm(request.POST or None, initial={"base": number, "text": text})
    if request.method == "POST":
        done, _version = attempt(form, lambda clean: actions.publish_charter(circle=circle, by=request.user, **clean))
        if done:
            messages.success(request, _("La version est publiée. Chaque membre reçoit un courriel pour l’accepter."))
            return redirect("circles:charter", slug=slug)
    read = form.read_before(circle, number)
    changes = difference(read.text, text) if read else []
    return draw(request, "circles/charter_form.html", circle, "charter", form=form, current=current, changes=changes)
