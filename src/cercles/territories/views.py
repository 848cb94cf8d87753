"""Places: proposals as one types."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from cercles.core.fields import suggestions
from cercles.territories.queries import place_choices


@require_GET
@login_not_required
def suggest(request: HttpRequest) -> JsonResponse:
    return JsonResponse(suggestions(request.GET.get("q", "")[:120], place_choices))
