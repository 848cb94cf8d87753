"""What one added, for the copy of one's data."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.library.models import DocumentVersion


def of_person(person: Any) -> dict[str, list[dict[str, Any]]]:
    rows = DocumentVersion.objects.filter(added_by=person).select_related("document__circle").defer("text")
    return {
        _("Documents que vous avez ajoutés"): [
            {
                _("cercle"): row.document.circle.name, _("document"): row.document.title, _("version"): row.number,
                _("fichier"): row.name, _("le"): row.added_at.isoformat(), _("ce qui change"): row.note,
                _("vu par"): row.document.get_visibility_display(),
            }
            for row in rows.order_by("added_at", "pk")
        ]
    }  # fmt: skip
