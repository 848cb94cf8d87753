"""What rooms give the journal to show, and how it names their objects."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Node:
    """One end of the thread as a reader may see it."""

    title: str
    url: str
    note: str = ""
    at: date | None = None


@dataclass(frozen=True)
class DueAct:
    """What one click does where the line is read: only what may be undone, or what the line says whole. ``follows``: what happens
    then, said beside it; ``data``: what the button sends to ``url``, which leads back to the week (``core.forms.after``)."""

    label: str
    url: str
    follows: str
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DueItem:
    """Something that waits for a person: one line, one act. ``urgency`` 0–100 orders the lines and fills the arc."""

    title: str
    note: str
    label: str
    url: str
    urgency: int = 50
    group: str = ""
    act: DueAct | None = None


def kind_of(obj: models.Model | type[models.Model]) -> str:
    """``organisations.organisation``: how the journal names a kind of object."""
    return obj._meta.label_lower


def ids(objects: Iterable[Any]) -> list[int]:
    return [obj.pk for obj in objects]
