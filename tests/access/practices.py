"""Scenes of the room ``practices``."""

from typing import Any

from cercles.practices import actions, rules
from cercles.practices.models import Attachment, PracticeSheet, Reuse
from tests.access import RULES, URL_KWARGS, stage
from tests.cast import Cast
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.factories.practices import answer, make_public, make_shared, make_sheet, submit

RULES["sheet"] = (PracticeSheet, rules.can_see_sheet, rules.can_write_sheet)
RULES["reuse"] = (Reuse, rules.can_see_reuse, rules.can_edit_reuse)


@stage("sheet")
def sheet(cast: Cast, visibility: str, state: str) -> Any:
    """Written by ``member`` about the organisation that ``representative`` represents. ``removed``: taken away by moderation from the
    circle; ``removed_public``: from everybody."""
    if state == "draft":
        return make_sheet(cast)
    if state == "owner_check":
        return submit(cast, make_sheet(cast))
    shared = make_public(cast) if visibility == "public" or state == "removed_public" else make_shared(cast)
    if state.startswith("removed"):
        actions.take_away_sheet(shared.pk, "privacy", cast.facilitator)
        return PracticeSheet.objects.get(pk=shared.pk)
    return actions.archive_sheet(sheet=shared, by=cast.member, reason="Dépassée.") if state == "archived" else shared


@stage("reuse")
def reuse(cast: Cast, visibility: str, state: str) -> Any:
    """Declared by ``facilitator`` for another organisation; ``removed``: the sheet was taken away."""
    other = OrganisationFactory(name="Les Toiles")
    AffiliationFactory(person=cast.facilitator, organisation=other)
    shared = make_public(cast) if visibility == "public" else make_shared(cast)
    told = actions.declare_reuse(sheet=shared, by=cast.facilitator, organisation=other, outcome="tried")
    if state == "removed":
        actions.take_away_sheet(shared.pk, "privacy", cast.member)
    return Reuse.objects.get(pk=told.pk)


@stage("approval")
def approval(cast: Cast, visibility: str, state: str) -> Any:
    made = make_sheet(cast)
    return (made if state == "draft" else submit(cast, made)).approvals.get()


def _shared(cast: Cast) -> dict[str, Any]:
    return {"ref": make_shared(cast).ref}


def _file(cast: Cast) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    made = make_sheet(cast)
    file = SimpleUploadedFile("plan.txt", b"Un plan.")
    attachment: Attachment = actions.attach_file(sheet=made, by=cast.member, file=file)
    shared = answer(cast, submit(cast, made))
    return {"ref": shared.ref, "file_ref": attachment.ref}


def _reuse(cast: Cast) -> dict[str, Any]:
    told = reuse(cast, "circle", "tried")
    return {"ref": told.sheet.ref, "reuse_ref": told.ref}


URL_KWARGS.update(
    {
        "practices:start": lambda cast: {"slug": cast.circle.slug},
        "practices:detail": _shared,
        "practices:edit": _shared,
        "practices:submit": _shared,
        "practices:move": lambda cast: {**_shared(cast), "verb": "ouvrir"},
        "practices:archive": _shared,
        "practices:approve": lambda cast: {"ref": (made := make_shared(cast)).ref, "pk": made.approvals.get().pk},
        "practices:reuse": _shared,
        "practices:reuse_detail": _reuse,
        "practices:version": lambda cast: {**_shared(cast), "number": 1},
        "practices:file_add": _shared,
        "practices:file": _file,
        "practices:file_remove": _file,
    }
)
