"""Where is this place? What no code placed, by the words that files write."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from cercles.core.forms import attempt
from cercles.core.paging import page_of
from cercles.core.routes import address_of
from cercles.organisations.actions import imports
from cercles.organisations.forms.imports import PlaceForm
from cercles.organisations.models import Organisation
from cercles.organisations.queries.imports import unplaced, unplaced_by_words, with_first
from cercles.organisations.views.imports import administrators_only
from cercles.territories.queries import Place, find_places, near_places

_NEAR = 5


@require_GET
def unplaced_list(request: HttpRequest) -> HttpResponse:
    administrators_only(request)
    page = page_of(request, unplaced_by_words())
    lines = [_line(*row) for row in with_first(page)]
    return render(request, "organisations/import_places.html", {"page": page, "lines": lines})


def _line(words: str, count: int, ref: str, name: str) -> dict[str, Any]:
    rest = count - 1
    more = ngettext("%(name)s et %(rest)d autre", "%(name)s et %(rest)d autres", rest) % {"name": name, "rest": rest}
    return {"title": words, "url": address_of("organisations:place", ref), "note": more if rest else name}


def _like(words: str) -> list[Place]:
    """What the words may mean, then what they may mean without their numbers, then what begins like them."""
    bare = re.sub(r"\d", " ", words)
    return (find_places(words) or find_places(bare) or near_places(bare))[:_NEAR]


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, ref: str) -> HttpResponse:
    """Which commune is meant; for this page, and for all those written alike."""
    administrators_only(request)
    organisation = get_object_or_404(Organisation, ref=ref)
    words = organisation.place_written
    if not words:
        messages.info(request, _("« %(name)s » a maintenant sa commune.") % {"name": organisation.name})
        return redirect("organisations:unplaced")
    form = PlaceForm(request.POST or None, initial={"seat": None})
    done, count = attempt(form, lambda clean: imports.place(organisation=organisation, by=request.user, **clean))
    if done:
        said = ngettext("%(count)d organisation est placée.", "%(count)d organisations sont placées.", count)
        messages.success(request, said % {"count": count})
        return redirect("organisations:unplaced")
    context = {
        "organisation": organisation, "form": form, "near": _like(words),
        "alike": unplaced().filter(place_written=words).count(),
    }  # fmt: skip
    return render(request, "organisations/import_place.html", context, status=422 if form.is_bound else 200)
