"""A document in words."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cercles.core.components import Line
from cercles.core.routes import address_of
from cercles.core.typography import when
from cercles.library.models import CircleDocument, DocumentVersion, FolderFile
from cercles.library.queries.sizes import weight


def facts_of(document: CircleDocument, last: DocumentVersion, *, inside: bool) -> list[tuple[str, Any]]:
    """The name of who added it, and what a version changes, are for the members."""
    found = [
        (_("Fichier"), f"{last.name}, {weight(last.size)}"),
        (_("Format"), document.get_format_display()),
        (_("Thème"), document.theme.label if document.theme else None),
        (_("De qui il vient"), document.origin or None),
        (_("Version"), _("n° %(n)d, du %(day)s") % {"n": document.number, "day": when(last.added_at)}),
    ]
    if inside and document.added_by is not None:
        found.append((_("Ajouté par"), document.added_by.display_name))
    if document.checked_at > last.added_at:
        found.append((_("Dit toujours à jour"), _("le %(day)s") % {"day": when(document.checked_at)}))
    if inside and last.note:
        found.append((_("Ce qui change"), last.note))
    return found


def version_lines(document: CircleDocument, versions: Sequence[DocumentVersion]) -> list[Line]:
    return [
        Line(
            _("Version %(n)d") % {"n": row.number}, address_of("library:version", document.ref, row.number),
            " · ".join(filter(None, (row.name, weight(row.size), when(row.added_at), row.note))),
        )
        for row in versions
    ]  # fmt: skip


def aside_lines(files: Iterable[FolderFile]) -> list[Line]:
    """What became of the files that are no document of their own, and why."""
    return [
        Line(
            row.path, row.document.get_absolute_url() if row.document else "",
            " · ".join(filter(None, (row.get_taken_display(), row.document.title if row.document else "", row.reason))),
        )
        for row in files
    ]  # fmt: skip
