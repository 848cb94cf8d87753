"""What waits for somebody in the libraries of her circles."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext as _

from cercles.circles.models import Membership
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import when
from cercles.journal.queries import DueAct, DueItem
from cercles.library.enums import FolderState, TextState
from cercles.library.models import CircleDocument, DocumentVersion, FolderImport

FRESH_FOR = timedelta(days=730)
TOLD_FOR = timedelta(days=30)  # a file that is not read is told for a month: it may stay as it is
KEPT_FOR = timedelta(days=7)  # a folder that nobody confirms goes then
AT_ONCE = 3  # of an old folder, three hundred documents grow old on the same day

_Rows = QuerySet[Any, Any]


def due_of(person: Any) -> list[DueItem]:
    """One query, whatever there is; none for who is in no circle."""
    mine, led = {row.circle_id for row in memory.current_memberships(person)}, set(memory.facilitated(person))
    if not mine:
        return []
    now = clock.now()
    told = {"folder": _folder, "unread": _unread, "old": _old}
    rows = _waiting(person, mine, led, now - TOLD_FOR, now - FRESH_FOR)
    return [told[kind](ref, title, at, circle) for kind, ref, title, at, circle in rows]


@prepared
def _waiting(
    person: Any, circles: Collection[int], led: Collection[int], lately: datetime, before: datetime
) -> QuerySet[Any, tuple[str, str, str, datetime, str]]:
    folders = _as_lines(_unconfirmed(person, circles), "folder", "ref", "name", "at", "circle__name")
    unread = _as_lines(
        _broken(person, circles, lately), "unread", "document__ref", "document__title", "added_at", "document__circle__name"
    )  # fmt: skip
    old = _as_lines(_stale(person, circles, led, before), "old", "ref", "title", "checked_at", "circle__name")
    return folders.union(unread, old, all=True).order_by("a_kind", "a_at", "a_ref")


def _as_lines(found: Any, kind: str, ref: str, title: str, at: str, circle: str) -> _Rows:
    """The first of them, in the columns that a union asks for in one order."""
    first = found.model.objects.filter(pk__in=found.values("pk")[:AT_ONCE]).order_by()
    told = first.annotate(
        a_kind=Value(kind, output_field=CharField()), a_ref=F(ref), a_title=F(title), a_at=F(at), a_circle=F(circle)
    )
    return told.values_list("a_kind", "a_ref", "a_title", "a_at", "a_circle")


def _unconfirmed(person: Any, circles: Collection[int]) -> QuerySet[FolderImport]:
    found = FolderImport.objects.filter(by=person, state=FolderState.PROPOSED, circle__in=circles)
    return found.exclude(circle__stage="closed").order_by("at", "pk")


def _broken(person: Any, circles: Collection[int], since: datetime) -> QuerySet[DocumentVersion]:
    """The version that is read now, added lately by her."""
    found = DocumentVersion.objects.filter(
        added_by=person, text_state__in=(TextState.BROKEN, TextState.LONG), added_at__gte=since, number=F("document__number"),
        document__circle__in=circles,
    )  # fmt: skip
    found = found.exclude(document__visibility=Visibility.PRIVATE)
    return found.exclude(document__circle__stage="closed").order_by("-added_at", "-pk")


def _stale(person: Any, circles: Collection[int], led: Collection[int], before: datetime) -> QuerySet[CircleDocument]:
    """Hers; and where she facilitates, those of nobody who is still there."""
    there = Membership.objects.current().filter(circle=OuterRef("circle"), person=OuterRef("added_by"))
    asked = Q(added_by=person) | Q(~Exists(there), circle__in=led) if led else Q(added_by=person)
    found = CircleDocument.objects.filter(asked, circle__in=circles, checked_at__lt=before)
    found = found.exclude(visibility=Visibility.PRIVATE)
    return found.exclude(circle__stage="closed").order_by("checked_at", "pk")


def _folder(ref: str, name: str, at: datetime, circle: str) -> DueItem:
    return DueItem(
        _("Confirmer ce que devient le dossier « %(name)s »") % {"name": name},
        _("rien n’est entré ; il est effacé le %(day)s si personne ne confirme") % {"day": when(at + KEPT_FOR)},
        _("Voir et confirmer"), address_of("library:folder", ref), 65, circle,
    )  # fmt: skip


def _unread(ref: str, title: str, _at: datetime, circle: str) -> DueItem:
    return DueItem(
        _("Le fichier de « %(title)s » ne se lit pas") % {"title": title},
        _("abîmé, protégé par un mot de passe ou trop long à lire : la recherche ne le trouve que par son titre"),
        _("Mettre un autre fichier"), address_of("library:renew", ref), 20, circle,
    )  # fmt: skip


def _old(ref: str, title: str, checked_at: datetime, circle: str) -> DueItem:
    return DueItem(
        _("« %(title)s » est-il encore à jour ?") % {"title": title},
        _("pas renouvelé depuis le %(day)s") % {"day": when(checked_at)},
        _("Mettre une nouvelle version"), address_of("library:renew", ref), 22, circle,
        DueAct(
            _("Toujours à jour"), address_of("library:confirm", ref),
            _("Sa page dira qu’il est à jour. La question reviendra dans deux ans."),
        ),
    )  # fmt: skip


def is_stale(document: CircleDocument) -> bool:
    return document.checked_at < clock.now() - FRESH_FOR
