"""The demonstration's mailbox: mails stay here and are read in the site. Outside the demonstration it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cercles.journal import queries

PAGE = 20


def only_in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, **kwargs)

    return answer


@only_in_demo
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    address = request.GET.get("a", "")[:254]
    page = Paginator(queries.kept_mails(address), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "address": address, "addressees": queries.addressees()}
    return render(request, "journal/mailbox.html", context)


@only_in_demo
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The text version, its addresses turned into links: the policy of the site allows no foreign HTML."""
    return render(request, "journal/mail.html", {"mail": get_object_or_404(queries.kept_mails(), pk=pk)})
