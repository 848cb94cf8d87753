"""The limit we compare with: the least that Django can do for a list page. No middleware, no session, no chrome: one address, one
query of twenty rows, one plain template. It runs in the same process and on the same database as the pages it is compared with.
"""

from functools import cache
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import override_settings
from django.urls import path, set_urlconf

BARE = "/bare/"
ROWS = 20
_TEMPLATE = """<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><title>Organisations</title></head>
<body>
<h1>Organisations</h1>
<ul>
{% for row in rows %}
<li><a href="/organisations/{{ row.ref }}/">{{ row.name }}</a> {{ row.address }} {{ row.created_at|date:"j F Y" }}</li>
{% endfor %}
</ul>
</body>
</html>
"""


@cache
def _template() -> Any:
    return engines["django"].from_string(_TEMPLATE)


def page(request: HttpRequest) -> HttpResponse:
    """What anybody writes first: the objects of a model, in its order."""
    from cercles.organisations.models import Organisation

    return HttpResponse(_template().render({"rows": Organisation.objects.all()[:ROWS]}))


urlpatterns = [path(BARE.lstrip("/"), page)]


class _BareHandler(WSGIHandler):
    """Django's own handler, on the one address of this module."""

    def get_response(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        set_urlconf(__name__)
        response = self._middleware_chain(request)
        response._resource_closers.append(request.close)
        return response


def bare_application() -> WSGIHandler:
    with override_settings(MIDDLEWARE=[]):
        return _BareHandler()
