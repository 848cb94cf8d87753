"""The public API: what is public of the site, for programmes. Rooms give their routers (slot ``api.routers``).

Nobody signs in here: whoever asks, the reader is a stranger, so that an answer may be kept by anybody on its way. Every refusal is a
sentence in JSON; every answer may be read from a page of another site.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe
from ninja import NinjaAPI
from ninja.errors import ValidationError

from cercles.core import slots
from cercles.core.errors import RuleBroken
from cercles.core.limits import wait_for

PER_MINUTE = 300
KEPT_S = 60  # whoever narrows a page is obeyed within a minute, wherever an answer was kept
LICENCE = {"name": "Licence Ouverte 2.0", "url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"}
_SAFE = "GET, HEAD, OPTIONS"
_STATUS = {"not_found": 404, "several": 300, "index_missing": 503}


def refusal(code: str, text: str | Promise, status: int, field: str | None = None) -> JsonResponse:
    answer = {"code": code, "message": str(text), **({"field": field} if field else {})}
    return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False})


def make_api() -> NinjaAPI:
    api = NinjaAPI(
        title=_("%(site)s : données publiques") % {"site": settings.SITE_NAME}, version="1", docs_url=None, urls_namespace="api",
        description=_("Ce que chacun peut lire sur le site, en lecture seule, sans compte ni clé."),
        openapi_extra={"info": {"license": LICENCE}},
    )  # fmt: skip
    for prefix, router in slots.collect("api.routers"):
        api.add_router(prefix, router)
    api.add_exception_handler(RuleBroken, _broken)
    api.add_exception_handler(ValidationError, _wrong)
    api.add_exception_handler(Http404, _missing)
    return api


def _broken(request: HttpRequest, broken: Any) -> HttpResponse:
    return refusal(broken.code, broken.text, _STATUS.get(broken.code, 422), broken.field)


def _missing(request: HttpRequest, _none: Any) -> HttpResponse:
    return refusal("not_found", _("Il n’y a rien à cette adresse. Ce que l’API sait dire est décrit à /api/v1/."), 404)


def _wrong(request: HttpRequest, wrong: Any) -> HttpResponse:
    """What was asked is not of the form that the description gives: which parameter, and what it may be."""
    field = str(wrong.errors[0]["loc"][-1])
    text = _("« %(name)s » n’est pas de la forme attendue. Les paramètres sont décrits à /api/v1/.") % {"name": field}
    return refusal("parameter_wrong", text, 422, field)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The description for people, drawn from the one for programmes: neither can say what the other does not."""
    told = API.get_openapi_schema(path_prefix="/api/v1/")
    context = {
        "operations": _operations(told),
        "parts": _parts(told),
        "licence": LICENCE,
        "per_minute": PER_MINUTE,
        "site": settings.SITE_URL,
    }
    return render(request, "pages/api.html", context)


def _operations(told: Any) -> list[dict[str, Any]]:
    return [
        {
            "address": address, "title": verbs["get"]["summary"], "text": verbs["get"]["description"],
            "parameters": _said((one["name"], one["schema"]) for one in verbs["get"].get("parameters", [])),
        }
        for address, verbs in told["paths"].items()
    ]  # fmt: skip


def _parts(told: Any) -> list[dict[str, Any]]:
    """Each kind of answer, with what its fields mean."""
    return [
        {"name": name, "text": one.get("description", ""), "fields": _said(one["properties"].items())}
        for name, one in told["components"]["schemas"].items()
        if one.get("description") and "properties" in one
    ]


def _said(fields: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(name, one.get("description", "")) for name, one in fields]


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    return _missing(request, None)


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For everybody and every site, so many times a minute, and kept a while by whoever asked."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": _SAFE, "Access-Control-Max-Age": "86400"})
        elif seconds := wait_for(request, "api", most=PER_MINUTE, seconds=60):
            text = _(
                "Trop de demandes à la minute. Attendez %(n)d secondes, ou emportez la liste entière depuis l’annuaire."
            ) % {"n": seconds}
            response = refusal("too_often", text, 429)
            response["Retry-After"] = str(seconds)
        else:
            response = _asked(view, request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = _SAFE
        response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
        return response

    return csrf_exempt(login_not_required(answered))


def _asked(view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """HEAD is answered as GET is; the server sends no body to it."""
    if request.method == "HEAD":
        request.method = "GET"
    response = conditional_page(view)(request, *args, **kwargs)
    if response.status_code == 405:
        response = refusal("read_only", _("L’API se lit seulement : demandez par GET."), 405)
        response["Allow"] = _SAFE
    kept = response.status_code in (200, 304)
    response["Cache-Control"] = f"public, max-age={KEPT_S}" if kept else "no-store"
    response.headers.setdefault("Link", f'<{LICENCE["url"]}>; rel="license"')
    return response


API = make_api()


def _patterns() -> list[URLPattern]:
    found: list[Any] = [one for one in API.urls[0] if one.name != "api-root"]
    for one in found:
        one.callback = public(one.callback)
    page = login_not_required(guide)
    return [path("", page, name="api-root"), *found, path("<path:rest>", public(nothing), name="nothing")]


urls = (_patterns(), "api", "api")
