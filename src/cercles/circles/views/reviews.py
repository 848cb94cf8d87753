"""Indicators, half-yearly reviews, the file for a successor."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cercles.circles import actions, rules
from cercles.circles.actions.reviews import WRITTEN
from cercles.circles.forms.reviews import ReviewForm, traits_of
from cercles.circles.models import Circle, HalfYearReview
from cercles.circles.queries.reporting import (
    as_text,
    draft_of,
    draft_text,
    handover_file,
    indicators_of,
    next_period,
    suggestion_for,
    written_last,
)
from cercles.circles.views.frame import circle_for, draw
from cercles.core import clock
from cercles.core.forms import attempt


@require_GET
def reviews(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the circle stands, in numbers that say how they are worked out; its published reviews."""
    circle = circle_for(request, slug, rules.can_see_inside)
    published = circle.reviews.filter(published_at__isnull=False)
    context = {"indicators": indicators_of(circle, clock.today()), "published": published, "day": clock.today()}
    return draw(request, "circles/review_list.html", circle, "reviews", **context)


def _review(request: HttpRequest, ref: str) -> HalfYearReview:
    rows = HalfYearReview.objects.visible_to(request.user).select_related("circle", "published_by")
    return get_object_or_404(rows, ref=ref, published_at__isnull=False)


@require_GET
def review(request: HttpRequest, ref: str) -> HttpResponse:
    found = _review(request, ref)
    return draw(request, "circles/review.html", found.circle, "reviews", review=found, traits=traits_of(found))


@require_GET
def review_file(request: HttpRequest, ref: str) -> HttpResponse:
    found = _review(request, ref)
    return _markdown(as_text(found, traits_of(found)), f"bilan-{found.circle.slug}-{found.until:%Y-%m-%d}")


def _markdown(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.md"'}
    return HttpResponse(text, content_type="text/markdown; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def review_write(request: HttpRequest, slug: str) -> HttpResponse:
    """« Garder le brouillon » or « Publier »: two buttons of one form."""
    circle = circle_for(request, slug, rules.can_edit_circle)
    known, numbers = draft_of(circle), indicators_of(circle, clock.today())
    since, until = (known.since, known.until) if known else next_period(circle)
    form = ReviewForm(request.POST or None, initial=_initial(circle, known, since, until, numbers))
    publishing = "keep" not in request.POST
    if request.method == "POST":
        act = actions.publish_review if publishing else actions.write_review
        done, made = attempt(form, lambda clean: act(circle=circle, by=request.user, since=since, until=until, **clean))
        if done:
            messages.success(request, _("Le bilan est publié.") if publishing else _("Le brouillon est gardé."))
            return redirect(made) if publishing else redirect("circles:review_write", slug=slug)
    context = {
        "form": form, "theirs": _theirs(form, circle), "suggestion": suggestion_for(circle.stage, numbers), "since": since,
        "until": until, "known": known,
    }  # fmt: skip
    return draw(request, "circles/review_form.html", circle, "reviews", **context)


def _initial(circle: Circle, known: HalfYearReview | None, since: Any, until: Any, numbers: Any) -> dict[str, Any]:
    if known is None:
        last = written_last(circle)
        return {"text": draft_text(circle, since, until, numbers), "revision": last.revision if last else 0}
    return {name: getattr(known, name) for name in WRITTEN} | {"revision": known.revision}


def _theirs(form: ReviewForm, circle: Circle) -> HalfYearReview | None:
    """After a refusal, what a colleague kept or published meanwhile: the form now follows it, so that pressing again is a choice."""
    known = written_last(circle) if form.has_error("__all__", code="changed_meanwhile") else None
    if known is None:
        return None
    form.data = form.data.copy()
    form.data["revision"] = str(known.revision)
    return known


def _told(request: HttpRequest, slug: str) -> tuple[Circle, str]:
    circle = circle_for(request, slug, rules.can_read_handover)
    return circle, handover_file(circle, request.user, clock.today())


@require_GET
def handover_page(request: HttpRequest, slug: str) -> HttpResponse:
    circle, text = _told(request, slug)
    return draw(request, "circles/handover_file.html", circle, "members", text=text.partition("\n\n")[2])


@require_GET
def handover_download(request: HttpRequest, slug: str) -> HttpResponse:
    circle, text = _told(request, slug)
    return _markdown(text, f"relais-{circle.slug}-{clock.today():%Y-%m-%d}")
