"""How long things are kept, and the register of processing, for those who administer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cercles.core.tables import Flavour, write_table
from cercles.people import queries
from cercles.people.exports import register_table
from cercles.people.views.administration import administrators_only


@administrators_only
@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """Each rule, what it would do today and within thirty days. Counts alone: no name, no content."""
    rules = queries.kept()
    over = sum(kept.now for kept in rules)
    return render(request, "people/retention.html", {"rules": rules, "over": over})


@administrators_only
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    return render(request, "people/register.html", {"entries": queries.register()})


@administrators_only
@require_GET
def register_file(request: HttpRequest) -> HttpResponse:
    content = b"".join(write_table(*register_table(), Flavour.EXCEL_FR))
    named = {"Content-Disposition": 'attachment; filename="registre-des-traitements.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=named)
