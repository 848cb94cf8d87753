"""Documents in the half-yearly review of a circle and in the file of who takes over."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.circles.models import Circle
from cercles.circles.queries.reporting import Part, linked
from cercles.circles.queries.reporting.indicators import midnight
from cercles.core.routes import address_of
from cercles.library.models import AUDIENCES, CircleDocument


def _standing(circle: Circle) -> QuerySet[CircleDocument]:
    """Without what moderation took away: its title may be what hurt."""
    return CircleDocument.objects.filter(circle=circle, visibility__in=AUDIENCES)


def review(circle: Circle, since: date, until: date) -> list[Part]:
    """What was added, by its title; every member reads it."""
    added = _standing(circle).filter(
        created_at__gte=midnight(since), created_at__lt=midnight(until + timedelta(days=1))
    )
    lines = list(added.order_by("created_at", "pk").values_list("title", flat=True))
    return [Part(_("Documents ajoutés"), lines, _("Aucun document ajouté."))]


def handover(circle: Circle, reader: Any) -> list[Part]:
    many = _standing(circle).count()
    told = ngettext("%(n)d document", "%(n)d documents", many) % {"n": many}
    return [Part(_("La bibliothèque"), [linked(told, address_of("library:of_circle", circle.slug))])]
