"""Scenes of the room ``library``, in the cast's circle."""

from typing import Any

from django.core.files.base import ContentFile

from cercles.core.enums import Visibility
from cercles.library import rules
from cercles.library.models import CircleDocument, DocumentVersion
from tests.access import RULES, URL_KWARGS, stage
from tests.cast import Cast

RULES["document"] = (CircleDocument, rules.can_see_document, rules.can_edit_document)


@stage("document")
def document(cast: Cast, visibility: str, state: str) -> Any:
    """The member added it; in ``of_facilitator``, the facilitator; in ``of_former``, the former member; in ``of_nobody``, an account
    that was erased."""
    cast.circle.stage = "closed" if state == "circle_closed" else "active"
    cast.circle.save()
    by = {"of_facilitator": cast.facilitator, "of_former": cast.former, "of_nobody": None}.get(state, cast.member)
    audience = cast.circle.members_audience if visibility == Visibility.CIRCLE else visibility
    made = CircleDocument.objects.create(
        circle=cast.circle,
        title="Le bilan",
        visibility=visibility,
        audience=audience,
        added_by=by,
        format="text",
        size=3,
    )
    version = DocumentVersion(
        document=made, number=1, name="bilan.txt", kind="text/plain", size=3, digest="d", added_by=by
    )
    version.file.save("bilan.txt", ContentFile(b"oui"), save=False)
    version.save()
    return made


def _of_member(cast: Cast) -> dict[str, Any]:
    return {"ref": document(cast, "circle", "added").ref}


def _of_facilitator(cast: Cast) -> dict[str, Any]:
    return {"ref": document(cast, "circle", "of_facilitator").ref}


def _of_network(cast: Cast) -> dict[str, Any]:
    return {"ref": document(cast, "network", "added").ref}


for name in ("of_circle", "add"):
    URL_KWARGS[f"library:{name}"] = lambda cast: {"slug": cast.circle.slug}
URL_KWARGS["library:detail"] = URL_KWARGS["library:file"] = _of_network
URL_KWARGS["library:version"] = lambda cast: _of_network(cast) | {"number": 1}
URL_KWARGS["library:edit"] = _of_member
for name in ("renew", "remove"):
    URL_KWARGS[f"library:{name}"] = _of_facilitator
