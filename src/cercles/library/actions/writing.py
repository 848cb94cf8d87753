"""Add a document, say what it is, give it a new version, take it off."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.models import Circle, CircleTheme
from cercles.core import clock
from cercles.core.enums import Visibility, is_wider
from cercles.core.errors import RuleBroken
from cercles.core.text import search_key
from cercles.journal import actions as journal
from cercles.library.actions.files import drop_when_done, format_of, kept
from cercles.library.enums import TextState
from cercles.library.models import CircleDocument, DocumentVersion
from cercles.search import actions as search

CIRCLE_MOST = 20_000


def key_of(document: CircleDocument, version: DocumentVersion) -> str:
    return search_key(document.title, document.origin, version.name, version.text)


def _locked_circle(circle: Circle) -> Circle:
    fresh = Circle.objects.select_for_update().get(pk=circle.pk)
    if fresh.is_closed:
        raise RuleBroken("circle_closed", _("Ce cercle est clos : il se lit, mais rien ne s’y ajoute."))
    return fresh


def _locked(document: CircleDocument) -> CircleDocument:
    """As it is now, held until the end of the transaction."""
    circle = _locked_circle(document.circle)
    fresh = CircleDocument.objects.select_for_update().filter(pk=document.pk).first()
    if fresh is None:
        raise RuleBroken("document_gone", _("Ce document vient d’être retiré de la bibliothèque."))
    fresh.circle = circle
    return fresh


def _audience(circle: Circle, visibility: str) -> str:
    return circle.members_audience if visibility == Visibility.CIRCLE else str(visibility)


def _check_wide(circle: Circle, visibility: str) -> None:
    """A page would tell of a circle that its reader does not know."""
    if is_wider(visibility, circle.visibility):
        told = _("Ce cercle se montre à moins de monde : choisissez plus étroit.")
        raise RuleBroken("wider_than_circle", told, field="visibility")


def _title(text: str) -> str:
    title = " ".join(text.split())
    if not title:
        raise RuleBroken("title_missing", _("Donnez un titre : c’est ce que l’on lit d’abord."), field="title")
    return title


def _check_theme(circle: Circle, theme: CircleTheme | None) -> None:
    if theme is not None and theme.circle_id != circle.pk:
        raise RuleBroken("theme_elsewhere", _("Choisissez un thème de ce cercle."), field="theme")


def _check_new(circle: Circle, digest: str) -> None:
    """The same file twice in a circle would be read half here, half there."""
    twin = DocumentVersion.objects.filter(document__circle=circle, digest=digest).select_related("document").first()
    if twin is not None:
        told = _("Ce fichier est déjà dans la bibliothèque : « %(title)s ».")
        raise RuleBroken("already_there", told % {"title": twin.document.title}, field="file")
    if CircleDocument.objects.filter(circle=circle).count() >= CIRCLE_MOST:
        told = _("Cette bibliothèque compte déjà %(most)d documents : retirez-en d’abord.")
        raise RuleBroken("too_many_documents", told % {"most": CIRCLE_MOST})


def add_document(
    *, circle: Circle, by: Any, title: str, file: Any, theme: CircleTheme | None = None, origin: str = "", link: str = "",
    visibility: str = Visibility.CIRCLE,
) -> CircleDocument:  # fmt: skip
    """Its text is read a moment later, by the worker."""
    with kept(file, by=by) as version, transaction.atomic():
        fresh, now = _locked_circle(circle), clock.now()
        _check_theme(fresh, theme)
        _check_wide(fresh, visibility)
        _check_new(fresh, version.digest)
        document = CircleDocument(
            circle=fresh, title=_title(title), theme=theme, origin=origin.strip(), link=link, added_by=by, created_at=now,
            changed_at=now, visibility=visibility, audience=_audience(fresh, visibility), is_fictional=fresh.is_fictional,
        )  # fmt: skip
        _put(document, version)
        journal.record("library.added", document, by=by)
        journal.link(fresh, document, verb="kept", by=by)
    return document


def _put(document: CircleDocument, version: DocumentVersion) -> None:
    """The version is the one that is read from now on."""
    version.number, version.added_at = document.number, clock.now()
    document.format, document.size, document.search_key = (
        format_of(version.name),
        version.size,
        key_of(document, version),
    )
    document.save()
    version.document = document
    version.save()
    search.touch(document)
    if version.text_state == TextState.WAITING:
        journal.enqueue("library.read_text", key=f"document-text-{version.pk}", version=version.pk)


def add_version(*, document: CircleDocument, by: Any, file: Any, note: str = "") -> CircleDocument:
    """The address stays and gives this file; the former ones are kept, for the members."""
    with kept(file, by=by, note=note) as version, transaction.atomic():
        fresh = _locked(document)
        last = fresh.versions.order_by("-number").only("digest").first()
        if last is not None and last.digest == version.digest:
            raise RuleBroken("same_file", _("C’est le même fichier que la version en cours."), field="file")
        fresh.number, fresh.changed_at = fresh.number + 1, clock.now()
        _put(fresh, version)
        journal.record("library.renewed", fresh, by=by, number=fresh.number)
    return fresh


@transaction.atomic
def edit_document(
    *, document: CircleDocument, by: Any, title: str, theme: CircleTheme | None = None, origin: str = "", link: str = "",
    visibility: str,
) -> CircleDocument:  # fmt: skip
    """What is said of it. Who facilitates narrows it; only who added it widens it."""
    fresh = _locked(document)
    _check_theme(fresh.circle, theme)
    if is_wider(visibility, fresh.visibility) and fresh.added_by_id != by.pk:
        told = _("Seule la personne qui a ajouté ce document peut le montrer à plus de monde.")
        raise RuleBroken("not_yours_to_widen", told, field="visibility")
    if visibility != fresh.visibility:
        _check_wide(fresh.circle, visibility)
    fresh.title, fresh.theme, fresh.origin, fresh.link = _title(title), theme, origin.strip(), link
    fresh.visibility, fresh.audience = visibility, _audience(fresh.circle, visibility)
    fresh.search_key = key_of(fresh, fresh.versions.get(number=fresh.number))
    fresh.save()
    search.touch(fresh)
    journal.record("library.edited", fresh, by=by)
    return fresh


@transaction.atomic
def remove_document(*, document: CircleDocument, by: Any) -> None:
    """With its versions: the address answers nothing any more. Removing twice is removing once."""
    fresh = CircleDocument.objects.select_for_update().filter(pk=document.pk).first()
    if fresh is None:
        return
    fresh.circle = _locked_circle(document.circle)
    drop_when_done([version.file for version in fresh.versions.all()])
    journal.record("library.removed", fresh.circle, by=by, title=fresh.title)
    search.touch(fresh)
    fresh.delete()
