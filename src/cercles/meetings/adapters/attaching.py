"""The published minutes of a circle's meetings, as its library shows them."""

from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext, gettext_lazy

from cercles.circles.models import Circle
from cercles.core.routes import address_of
from cercles.library.enums import Format
from cercles.library.queries import AttachedKind
from cercles.meetings.models import Minutes


def attached_minutes() -> AttachedKind:
    return AttachedKind("rencontre", gettext_lazy("Gardé d’une rencontre"), _rows, _minutes_url, _meeting_url)


def _rows(circle: Circle | None, reader: Any) -> QuerySet[Any]:
    """Those the reader may see, each under the date of its last version."""
    seen = Minutes.objects.visible_to(reader).order_by().values("pk")
    found = Minutes.objects.filter(pk__in=seen, versions__number=F("published_number"))
    found = found.filter(meeting__circle=circle) if circle else found
    told = Value(gettext("Compte rendu : "), output_field=CharField())
    return found.filter(published_number__gt=0).annotate(
        own_ref=F("meeting__ref"), held_by=F("meeting__ref"), named=Concat(told, "meeting__title"), held_title=F("meeting__title"),
        file_format=Value(str(Format.TEXT.value), output_field=CharField()),
        bytes=Value(0, output_field=IntegerField()), since=F("versions__published_at"),
    )  # fmt: skip


def _minutes_url(_slug: str, _meeting: str, ref: str) -> str:
    return address_of("meetings:minutes", ref)


def _meeting_url(_slug: str, meeting: str) -> str:
    return address_of("meetings:detail", meeting)
