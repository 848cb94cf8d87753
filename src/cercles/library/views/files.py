"""The files themselves: the reader's rights are read each time."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_GET

from cercles.library import queries, rules
from cercles.library.models import CircleDocument
from cercles.library.views.frame import document_for


def _sent(document: CircleDocument, number: int) -> FileResponse:
    """As a file to keep, never as a page of the site."""
    row = queries.version_of(document, number)
    if row is None:
        raise Http404
    try:
        opened = row.file.open("rb")
    except FileNotFoundError as lost:
        raise Http404 from lost
    answer = FileResponse(opened, as_attachment=True, filename=row.name, content_type=row.kind)
    answer["Cache-Control"] = "private, no-cache"
    return answer


@login_not_required
@require_GET
def current(request: HttpRequest, ref: str) -> FileResponse:
    document = document_for(request, ref)
    return _sent(document, document.number)


@require_GET
def former(request: HttpRequest, ref: str, number: int) -> FileResponse:
    return _sent(document_for(request, ref, rules.can_see_versions), number)
