"""The vocabularies, as everybody may read them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cercles.references import queries
from cercles.references.enums import Vocabulary


@require_GET
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "references/vocabulary_list.html", {"vocabularies": queries.vocabularies()})


@require_GET
@login_not_required
def vocabulary(request: HttpRequest, code: str) -> HttpResponse:
    if code not in Vocabulary.values:
        raise Http404
    context = {"vocabulary": queries.listed(code), "families": queries.families(code)}
    return render(request, "references/vocabulary_detail.html", context)
