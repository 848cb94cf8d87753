"""A copy of the circle: ask for it, find it again, take it."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cercles.circles import rules
from cercles.circles.actions import copies as actions
from cercles.circles.models import PreparedCopy
from cercles.circles.queries.ending import copies_of
from cercles.circles.views.frame import circle_for, draw


@require_http_methods(["GET", "HEAD", "POST"])
def copies(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_for(request, slug, rules.can_see_inside)
    if request.method == "POST":
        actions.ask_for_copy(circle=circle, by=request.user)
        messages.success(
            request, _("La copie se prépare. Un courriel vous dira qu’elle est prête ; vous pouvez fermer cette page.")
        )
        return redirect("circles:copies", slug=slug)
    held = {"copies": copies_of(circle, request.user), "leads": rules.is_facilitator(request.user, circle)}
    return draw(request, "circles/circle_copies.html", circle, "stage", **held)


@require_GET
def copy_file(request: HttpRequest, slug: str, ref: str) -> FileResponse:
    """The right is read at each download: a copy made as who facilitates is not given to who no longer does."""
    circle = circle_for(request, slug, rules.can_see_inside)
    found = PreparedCopy.objects.visible_to(request.user).select_related("circle", "person")
    row = found.filter(circle=circle, ref=ref, ready_at__isnull=False).first()
    if row is None or not actions.still_holds(row):
        raise Http404
    try:
        opened = row.file.open("rb")
    except FileNotFoundError as lost:
        raise Http404 from lost
    answer = FileResponse(opened, as_attachment=True, filename=f"{circle.slug}.zip", content_type="application/zip")
    answer["Cache-Control"] = "private, no-store"
    return answer
