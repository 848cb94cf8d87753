"""What can be reported: rooms say so by the slot ``moderation.kinds``, and moderation speaks of all of it in the same words."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cercles.circles.models import Circle
from cercles.core import slots


@dataclass(frozen=True)
class Written:
    """One thing that somebody wrote in a circle. ``is_gone``: taken back by its author, or away already."""

    kind: str
    pk: int
    ref: str
    circle: Circle
    author: Any
    author_name: str
    title: str
    text: str
    url: str
    is_gone: bool = False

    @property
    def left(self) -> str:
        """What others will read in its place."""
        return str(kind_of(self.kind).left)

    @property
    def author_id(self) -> int | None:
        return self.author.pk if self.author else None


@dataclass(frozen=True)
class ModeratedKind:
    """``code``: as the journal names it; ``slug``: in addresses. ``seen(ref, reader)`` is for who reports, ``found(pk)`` for who decides.

    ``remove(pk, motive, by)`` takes it out of pages, search, mails to come, grouped mails, exports and copies, in the caller's
    transaction; ``restore(pk, by)`` gives it back as it was; ``erase(pks)`` deletes for good what nobody may ask back any more.
    """

    code: str
    slug: str
    seen: Callable[[str, Any], Written | None]
    found: Callable[[int], Written | None]
    remove: Callable[[int, str, Any], None]
    restore: Callable[[int, Any], None]
    erase: Callable[[Collection[int]], None]
    left: str | Promise  # what others read in its place
    back: str | Promise  # for whom it is once given back


def kinds() -> list[ModeratedKind]:
    return slots.collect("moderation.kinds")


def kind_named(slug: str) -> ModeratedKind | None:
    """By the name in its addresses."""
    return next((kind for kind in kinds() if kind.slug == slug), None)


def kind_of(code: str) -> ModeratedKind:
    return next(kind for kind in kinds() if kind.code == code)


def back_of(measure: Any) -> str:
    """What lifting it does."""
    return str(kind_of(measure.kind).back) if measure.kind else _("Tout redevient comme avant.")


def written_about(row: Any) -> Written | None:
    """What a report or a measure speaks of; None when it exists no more."""
    return kind_of(row.kind).found(row.object_id) if row.kind else None
