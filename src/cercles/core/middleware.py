"""What every answer of the site goes through."""

import time
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from cercles.core.errors import StoreAway, TakenAway
from cercles.core.models import SentForm

_FIELD = "_form_key"
_WAIT_S = 5.0


class SaidOnAPage:
    """What nothing before said beside a form: the store of the files does not answer, or what was there was taken away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """No address of a page holds a NUL, and PostgreSQL refuses to look for one. What programs ask is answered in their format."""
        is_page = request.resolver_match is not None and request.resolver_match.namespace != "api"
        if is_page and ("\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", "")):
            raise Http404

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        if isinstance(trouble, TakenAway):
            return render(request, "core/taken_away.html", {"text": trouble.text}, status=410)
        if isinstance(trouble, StoreAway):
            return render(request, "core/store_away.html", {"text": trouble.text}, status=503)
        return None


class SameFormOnce:
    """A form sent twice (double click, back button, a lost answer) acts once; the second answer is the first one's.

    Every form of the house carries a random key. The key is kept when the act succeeded, that is when it led elsewhere, and
    dropped when the form came back with errors, so that a corrected form may be sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.POST.get(_FIELD, "").replace("\0", "")[:64] if request.method == "POST" else ""
        if not key:
            return self.get_response(request)
        key = f"{key[:36]}:{request.path[-27:]}"
        if not self._take(key):
            return HttpResponseRedirect(self._answer(key) or request.path)
        try:
            response = self.get_response(request)
        except BaseException:
            SentForm.objects.filter(pk=key).delete()
            raise
        location = response.headers.get("Location", "") or response.headers.get("HX-Redirect", "")
        if location and response.status_code < 400:
            SentForm.objects.filter(pk=key).update(location=location[:500])
        else:
            SentForm.objects.filter(pk=key).delete()
        return response

    @staticmethod
    def _take(key: str) -> bool:
        try:
            with transaction.atomic():
                SentForm.objects.create(key=key)
        except IntegrityError:
            return False
        return True

    @staticmethod
    def _answer(key: str) -> str:
        """Where the first sending led; waits a little while it is still at work."""
        until = time.monotonic() + _WAIT_S
        while time.monotonic() < until:
            location = SentForm.objects.filter(pk=key).values_list("location", flat=True).first()
            if location is None or location:
                return location or ""
            time.sleep(0.05)
        return ""
