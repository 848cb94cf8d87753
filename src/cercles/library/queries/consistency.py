"""Rows that contradict each other: none, unless somebody wrote in the database by hand."""

from django.db.models import F, Max
from django.utils.translation import gettext as _

from cercles.library.models import CircleDocument


def contradictions() -> list[str]:
    found = CircleDocument.objects.annotate(last=Max("versions__number")).exclude(last=F("number"), last__isnull=False)
    told = _("Document %(ref)s : la version qu’il annonce n’est pas la dernière.")
    return [told % {"ref": ref} for ref in found.order_by().values_list("ref", flat=True)[:20]]
