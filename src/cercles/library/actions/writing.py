"""Add a document, say what it is, give it a new version, take it off."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from cercles.circles.actions import locked_open
from cercles.circles.models import Circle, CircleTheme
from cercles.core import clock
from cercles.core.enums import Visibility, is_wider
from cercles.core.errors import RuleBroken
from cercles.core.text import search_key, visible
from cercles.journal import actions as journal
from cercles.library.actions.files import drop_when_done, format_of, kept
from cercles.library.actions.reading import ask
from cercles.library.enums import TextState
from cercles.library.models import LONGEST_KEY, CircleDocument, DocumentVersion
from cercles.search import actions as search

CIRCLE_MOST = 20_000


def key_of(document: CircleDocument, version: DocumentVersion) -> str:
    return search_key(document.title, document.origin, version.name)[:LONGEST_KEY]


def _locked(document: CircleDocument) -> CircleDocument:
    """As it is now, held until the end of the transaction."""
    circle = locked_open(document.circle)
    fresh = CircleDocument.objects.select_for_update().filter(pk=document.pk).first()
    if fresh is None:
        raise RuleBroken("document_gone", _("Ce document vient d’être retiré de la bibliothèque."))
    fresh.circle = circle
    return fresh


def _audience(circle: Circle, visibility: str) -> str:
    return circle.members_audience if visibility == Visibility.CIRCLE else str(visibility)


def check_wide(circle: Circle, visibility: str) -> None:
    """A page would tell of a circle that its reader does not know."""
    if is_wider(visibility, circle.visibility):
        told = _("Ce cercle se montre à moins de monde : choisissez plus étroit.")
        raise RuleBroken("wider_than_circle", told, field="visibility")


def _title(text: str) -> str:
    title = " ".join(visible(text).split())
    if not title:
        raise RuleBroken("title_missing", _("Donnez un titre : c’est ce que l’on lit d’abord."), field="title")
    return title


def _check_theme(circle: Circle, theme: CircleTheme | None) -> None:
    if theme is not None and theme.circle_id != circle.pk:
        raise RuleBroken("theme_elsewhere", _("Choisissez un thème de ce cercle."), field="theme")


def twin_of(circle: Circle, digest: str) -> CircleDocument | None:
    """The document of the circle that has this very file, in one of its versions."""
    here = DocumentVersion.objects.filter(document__circle=circle).exclude(document__visibility=Visibility.PRIVATE)
    found = here.filter(digest=digest).select_related("document").first()
    return found.document if found else None


def _check_new(circle: Circle, digest: str) -> None:
    """The same file twice in a circle would be read half here, half there."""
    if twin := twin_of(circle, digest):
        told = _("Ce fichier est déjà dans la bibliothèque : « %(title)s ».")
        raise RuleBroken("already_there", told % {"title": twin.title}, field="file")
    if CircleDocument.objects.filter(circle=circle).count() >= CIRCLE_MOST:
        told = _("Cette bibliothèque compte déjà %(most)d documents : retirez-en d’abord.")
        raise RuleBroken("too_many_documents", told % {"most": CIRCLE_MOST})


def add_document(
    *, circle: Circle, by: Any, title: str, file: Any, theme: CircleTheme | None = None, origin: str = "", link: str = "",
    visibility: str = Visibility.CIRCLE,
) -> CircleDocument:  # fmt: skip
    """Its text is read a moment later, by the worker."""
    told: dict[str, Any] = {"title": title, "theme": theme, "origin": origin, "link": link, "visibility": visibility}
    with kept(file, by=by) as version, transaction.atomic():
        return enter(locked_open(circle), version, by=by, **told)


def enter(
    circle: Circle, version: DocumentVersion, *, by: Any, title: str, theme: CircleTheme | None, origin: str,
    visibility: str, link: str = "",
) -> CircleDocument:  # fmt: skip
    """Inside a transaction that holds the circle: a file that is kept becomes a document."""
    now = clock.now()
    _check_theme(circle, theme)
    check_wide(circle, visibility)
    _check_new(circle, version.digest)
    document = CircleDocument(
        circle=circle, title=_title(title), theme=theme, origin=visible(origin).strip(), link=link, added_by=by, created_at=now,
        changed_at=now, visibility=visibility, audience=_audience(circle, visibility), is_fictional=circle.is_fictional,
    )  # fmt: skip
    _put(document, version)
    journal.record("library.added", document, by=by)
    journal.link(circle, document, verb="kept", by=by)
    return document


def _put(document: CircleDocument, version: DocumentVersion) -> None:
    """The version is the one that is read from now on."""
    version.number, version.added_at = document.number, clock.now()
    document.format, document.size, document.search_key, document.checked_at = (
        format_of(version.name),
        version.size,
        key_of(document, version),
        version.added_at,
    )
    document.save()
    version.document = document
    version.save()
    search.touch(document)
    if version.text_state == TextState.WAITING:
        ask(version)


def add_version(*, document: CircleDocument, by: Any, file: Any, note: str = "") -> CircleDocument:
    """The address stays and gives this file; the former ones are kept, for the members."""
    with kept(file, by=by, note=note) as version, transaction.atomic():
        fresh = _locked(document)
        last = fresh.versions.order_by("-number").only("digest").first()
        if last is not None and last.digest == version.digest:
            raise RuleBroken("same_file", _("C’est le même fichier que la version en cours."), field="file")
        renew(fresh, version, by=by)
    return fresh


def renew(document: CircleDocument, version: DocumentVersion, *, by: Any) -> None:
    """Inside a transaction that holds the document: a file that is kept becomes its version."""
    document.number, document.changed_at = document.number + 1, clock.now()
    _put(document, version)
    journal.record("library.renewed", document, by=by, number=document.number)


@transaction.atomic
def confirm_document(*, document: CircleDocument, by: Any) -> CircleDocument:
    """« Toujours à jour »: good for two more years. Its place in the list stays: nothing in it changed."""
    fresh = _locked(document)
    fresh.checked_at = clock.now()
    fresh.save(update_fields=["checked_at"])
    journal.record("library.confirmed", fresh, by=by)
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
        check_wide(fresh.circle, visibility)
    fresh.title, fresh.theme, fresh.origin, fresh.link = _title(title), theme, visible(origin).strip(), link
    fresh.visibility, fresh.audience = visibility, _audience(fresh.circle, visibility)
    fresh.search_key = key_of(fresh, fresh.versions.get(number=fresh.number))
    fresh.save()
    search.touch(fresh)
    journal.record("library.edited", fresh, by=by)
    return fresh


def narrow_with_circle(circle: Circle, wider: Collection[str]) -> None:
    """Inside the act by which the circle shows itself to fewer people: a document shown to more would tell of it."""
    found = CircleDocument.objects.filter(circle=circle, visibility__in=wider)
    reach = found.aggregate(first=Min("pk"), last=Max("pk"))
    if reach["last"] is not None:
        found.update(visibility=circle.visibility, audience=_audience(circle, circle.visibility))
        search.touch_range(CircleDocument, reach["first"], reach["last"])


@transaction.atomic
def remove_document(*, document: CircleDocument, by: Any) -> None:
    """With its versions: the address answers nothing any more. Removing twice is removing once."""
    fresh = CircleDocument.objects.select_for_update().filter(pk=document.pk).first()
    if fresh is None:
        return
    fresh.circle = locked_open(document.circle)
    drop_when_done([version.file for version in fresh.versions.all()])
    journal.record("library.removed", fresh.circle, by=by, title=fresh.title)
    search.touch(fresh)
    fresh.delete()
