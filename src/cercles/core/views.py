"""Pages of the house itself: the gallery of components, and what browsers ask for."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_GET

from cercles.core.gallery import sections


@require_GET
@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "core/gallery.html", {"sections": sections(request)})


@require_GET
@login_not_required
def manifest(request: HttpRequest) -> JsonResponse:
    icons = [{"src": static("core/mark.svg"), "type": "image/svg+xml", "sizes": "any"}]
    answer = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "lang": "fr",
        "start_url": "/",
        "icons": icons,
    }
    return JsonResponse(answer | {"display": "minimal-ui", "background_color": "#fbf8f2", "theme_color": "#1f6b55"})


@require_GET
@login_not_required
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("core/mark.svg"))
