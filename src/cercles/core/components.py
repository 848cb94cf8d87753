"""What rooms hand to the page's chrome: entries of a menu, tabs, panels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class NavItem:
    """An entry of a menu. ``key`` is what a page says in ``{% block nav %}`` and, when ``icon`` is empty, names its icon."""

    label: str
    url_name: str
    key: str
    icon: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a plain list: what it is, where it leads, and what is known of it in small."""

    title: str
    url: str
    small: str = ""


@dataclass(frozen=True)
class Tab:
    """A tab is a link: one page each."""

    label: str
    url: str
    key: str
    count: int | None = None


@dataclass(frozen=True)
class Choice:
    """A value that narrows a list: where it leads, how many it would leave, whether it is chosen, how deep it lies inside the one above."""

    label: str
    url: str
    count: int
    chosen: bool = False
    inside: int = 0


@dataclass(frozen=True)
class Panel:
    """A piece of a page that belongs to another room: its template, and what it needs.

    ``alone``: it needs nothing of the page, neither its reader nor a form, so that it is drawn once for the same plain values.
    """

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    alone: bool = False
