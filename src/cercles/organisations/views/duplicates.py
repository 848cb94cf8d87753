"""Pages that look alike: what was found, two of them side by side, and what is said of them."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cercles.core.components import Choice
from cercles.core.fields import suggestions
from cercles.core.forms import attempt
from cercles.core.routes import narrowed
from cercles.organisations import actions, rules
from cercles.organisations.actions import duplicates
from cercles.organisations.enums import Fact
from cercles.organisations.forms.duplicates import MergeForm, TwoForm
from cercles.organisations.models import DuplicatePair, DuplicateSearch, Organisation
from cercles.organisations.queries.duplicates import (
    counts_by_fact,
    page_choices,
    side_by_side,
    waiting_pairs,
)

_SHOWN = 20


def _administrators_only(request: HttpRequest) -> None:
    if not rules.can_import(request.user):
        raise Http404


@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """Pages that one may see, as their names are typed."""
    return JsonResponse(suggestions(request.GET.get("q", "")[:100], partial(page_choices, request.user)))


@require_GET
def pair_list(request: HttpRequest) -> HttpResponse:
    _administrators_only(request)
    fact = request.GET.get("fact", "")
    page = Paginator(waiting_pairs(request.user, fact), _SHOWN).get_page(request.GET.get("page"))
    address = narrowed(request, "fact")
    facts = [
        Choice(str(Fact(one).label), address("" if one == fact else one), count, one == fact)
        for one, count in counts_by_fact(request.user)
    ]
    context = {"page": page, "facts": facts, "search": DuplicateSearch.objects.first()}
    return render(request, "organisations/duplicate_list.html", context)


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    _administrators_only(request)
    duplicates.ask_for_search(by=request.user)
    messages.success(request, _("La recherche est lancée. Vous pouvez quitter cette page : elle continue sans vous."))
    return redirect("organisations:duplicates")


@require_GET
def pair(request: HttpRequest, ref: str) -> HttpResponse:
    return _show(request, _pair_or_404(request, ref))


@require_POST
def merge(request: HttpRequest, ref: str) -> HttpResponse:
    found = _pair_or_404(request, ref)
    form = MergeForm(request.POST, pages=(found.first, found.second))
    done, _alias = attempt(form, lambda clean: _merge(found, by=request.user, **clean))
    if not done:
        return _show(request, found, merging=form)
    return _next(request, _("Les deux pages n’en font plus qu’une."))


def _merge(found: DuplicatePair, *, kept: int, reason: str, by: Any) -> Organisation:
    into, duplicate = (found.first, found.second) if kept == found.first_id else (found.second, found.first)
    return actions.merge_organisations(duplicate=duplicate, into=into, reason=reason, by=by)


@require_POST
def two(request: HttpRequest, ref: str) -> HttpResponse:
    found = _pair_or_404(request, ref)
    form = TwoForm(request.POST)
    done, _pair = attempt(form, lambda clean: duplicates.tell_apart(pair=found, by=request.user, **clean))
    return (
        _next(request, _("C’est retenu : ces pages ne seront plus proposées."))
        if done
        else _show(request, found, two=form)
    )


@require_POST
def later(request: HttpRequest, ref: str) -> HttpResponse:
    duplicates.put_off(pair=_pair_or_404(request, ref), by=request.user)
    return _next(request, _("Remis à plus tard."))


def _next(request: HttpRequest, said: str) -> HttpResponse:
    """To the list, which begins with the next."""
    messages.success(request, said)
    return redirect("organisations:duplicates")


def _pair_or_404(request: HttpRequest, ref: str) -> DuplicatePair:
    rows = DuplicatePair.objects.visible_to(request.user).select_related("first", "second", "decided_by")
    return get_object_or_404(rows, ref=ref)


def _show(
    request: HttpRequest, found: DuplicatePair, *, merging: MergeForm | None = None, two: TwoForm | None = None
) -> HttpResponse:
    beside = side_by_side(found)
    context = {
        "pair": found, "beside": beside, "two": two or TwoForm(),
        "merging": merging or MergeForm(pages=(found.first, found.second), initial=_initial(found, beside)),
    }  # fmt: skip
    return render(request, "organisations/duplicate_detail.html", context, status=422 if merging or two else 200)


def _initial(found: DuplicatePair, beside: Any) -> dict[str, Any]:
    """The one that others lead to already stays; otherwise nothing is chosen for anybody."""
    kept = beside.must_keep[0].pk if len(beside.must_keep) == 1 else None
    return {"kept": kept, "reason": "" if found.main == Fact.PERSON else ", ".join(found.reasons).capitalize()}
