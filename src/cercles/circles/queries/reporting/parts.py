"""Pieces that rooms give, and how a number about few people is told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

FEW = 3  # below, a number may say who
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Indicator:
    """A number of the circle, never of a person, with how it is worked out. ``value`` empty: missing, and ``missing`` says why."""

    key: str
    label: str
    value: str
    how: str
    period: str
    source: str
    missing: str = ""
    number: int | None = None  # for the suggestions of the site; never shown


@dataclass(frozen=True)
class Part:
    """A titled list of a review or of a file: what exists, in lines; ``nothing`` is said when there is none."""

    title: str
    lines: list[str] = field(default_factory=list)
    nothing: str = ""


def year_before(day: date) -> date:
    return day - YEAR


def few(count: int, among: int) -> str:
    """A number of people. One or two could be named; so could the one or two who are left."""
    if 0 < count < FEW:
        return _("moins de %(few)d") % {"few": FEW}
    if count and among - count < FEW:
        return _("presque tous")
    return str(count)


def few_of(count: int, among: int) -> str:
    """« 7 sur 12 (58 %) »."""
    told = few(count, among)
    if not told.isdigit():
        return _("%(few)s, sur %(among)d") % {"few": told, "among": among}
    return _("%(count)d sur %(among)d (%(share)d %%)") % {
        "count": count, "among": among, "share": round(100 * count / among),
    }  # fmt: skip


def linked(label: str, path: str) -> str:
    """A line that leads to a page, from the site as from a file that was taken away."""
    return f"[{label}]({settings.SITE_URL}{path})"


def as_markdown(parts: Iterable[Part]) -> str:
    """Each part under its title; one with nothing says so."""
    said = []
    for part in parts:
        lines = [f"- {' '.join(line.split())}" for line in part.lines]
        said.append("\n".join([f"## {part.title}", "", *(lines or [part.nothing or _("Rien à ce jour.")])]))
    return "\n\n".join(said) + "\n"
