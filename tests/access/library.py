"""Scenes of the room ``library``, in the cast's circle."""

from typing import Any

from django.core.files.base import ContentFile

from cercles.core.enums import Visibility
from cercles.library import rules
from cercles.library.models import CircleDocument, DocumentVersion, FolderImport
from tests.access import RULES, URL_KWARGS, stage
from tests.cast import Cast

RULES["document"] = (CircleDocument, rules.can_see_document, rules.can_edit_document)


@stage("document")
def document(cast: Cast, visibility: str, state: str) -> Any:
    """The member added it; in ``of_facilitator``, the facilitator; in ``of_former``, the former member; in ``of_nobody``, an account
    that was erased; ``removed``: taken away by moderation from the circle, ``removed_network`` and ``removed_public`` from more."""
    cast.circle.stage = "closed" if state == "circle_closed" else "active"
    cast.circle.save()
    by = {"of_facilitator": cast.facilitator, "of_former": cast.former, "of_nobody": None}.get(state, cast.member)
    audience = cast.circle.members_audience if visibility == Visibility.CIRCLE else visibility
    before = {"removed": "circle", "removed_network": "network", "removed_public": "public"}.get(state, "")
    made = CircleDocument.objects.create(
        circle=cast.circle,
        title="Le bilan",
        visibility=visibility,
        audience="removed:1" if before else audience,
        shown_before=before,
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


RULES["folder_import"] = (FolderImport, rules.can_see_folder, rules.can_edit_folder)


@stage("folder_import")
def folder_import(cast: Cast, _visibility: str, state: str) -> Any:
    """The member sent it; in ``of_former``, somebody who left the circle since."""
    cast.circle.stage = "closed" if state == "circle_closed" else "active"
    cast.circle.save()
    by = cast.former if state == "of_former" else cast.member
    made = FolderImport(circle=cast.circle, by=by, name="Archives.zip", folders=[["", 1, None, ""]], total=1)
    made.file.save("a", ContentFile(b"PK"), save=False)
    made.save()
    return made


def _of_member(cast: Cast) -> dict[str, Any]:
    return {"ref": document(cast, "circle", "added").ref}


def _of_facilitator(cast: Cast) -> dict[str, Any]:
    return {"ref": document(cast, "circle", "of_facilitator").ref}


def _of_network(cast: Cast) -> dict[str, Any]:
    return {"ref": document(cast, "network", "added").ref}


for name in ("of_circle", "add", "bring"):
    URL_KWARGS[f"library:{name}"] = lambda cast: {"slug": cast.circle.slug}
URL_KWARGS["library:detail"] = URL_KWARGS["library:file"] = _of_network
URL_KWARGS["library:version"] = lambda cast: _of_network(cast) | {"number": 1}
URL_KWARGS["library:edit"] = _of_member
for name in ("folder", "folder_stop"):
    URL_KWARGS[f"library:{name}"] = lambda cast: {"ref": folder_import(cast, "-", "proposed").ref}
for name in ("renew", "remove", "confirm", "reread"):
    URL_KWARGS[f"library:{name}"] = _of_facilitator
