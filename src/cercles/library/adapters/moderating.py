"""A document as something to report."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.circles.queries.moderation import ModeratedKind, Written
from cercles.core.enums import Visibility
from cercles.library.actions import moderating
from cercles.library.models import CircleDocument
from cercles.library.queries import DOCUMENT, version_of
from cercles.library.rules import can_see_document


def _written(document: CircleDocument) -> Written:
    """What is said of it and the name of its file: the file itself is read at its place."""
    version = version_of(document, document.number)
    lines = [
        document.title,
        document.origin,
        document.link,
        _("Fichier : %(name)s") % {"name": version} if version else "",
    ]
    author = document.added_by
    name = author.display_name if author else str(_("ancien membre"))
    return Written(
        DOCUMENT, document.pk, document.ref, document.circle, author, name, document.title, "\n".join(filter(None, lines)),
        document.get_absolute_url(), document.visibility == Visibility.PRIVATE,
    )  # fmt: skip


def _document(**which: Any) -> CircleDocument | None:
    return CircleDocument.objects.filter(**which).select_related("circle", "added_by").first()


def seen(ref: str, reader: Any) -> Written | None:
    found = _document(ref=ref)
    return _written(found) if found is not None and can_see_document(reader, found) else None


def found(pk: int) -> Written | None:
    document = _document(pk=pk)
    return None if document is None else _written(document)


def kinds() -> list[ModeratedKind]:
    left = gettext_lazy("À son adresse, on lit qu’il a été retiré, et quand.")
    away = (moderating.take_away, moderating.put_back, moderating.erase)
    back = gettext_lazy("Il est rendu aux membres du cercle ; qui l’a ajouté peut le montrer à plus de monde.")
    return [ModeratedKind(DOCUMENT, "document", seen, found, *away, left, back)]
