"""What watches over the instance asks here."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cercles.core import slots


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """``{"status": "ok"}`` once site, database and what the rooms watch are up; else 503 and which part is missing."""
    parts = {"database": _database_answers()}
    for provider in slots.providers("health"):
        parts.update(provider())
    missing = sorted(name for name, up in parts.items() if not up)
    if missing:
        return JsonResponse({"status": "down", "missing": missing}, status=503)
    return JsonResponse({"status": "ok"})


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)
