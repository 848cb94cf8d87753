"""Small marks: icons, states, discs, dates, shares, who sees."""

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from typing import Any
from zlib import crc32

from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.icons import ICONS
from cercles.core.templatetags.ui.library import one_of, register
from cercles.core.text import initials
from cercles.core.typography import day_of, when

_SIZES = {"act": "btn-act", "line": "btn-line", "link": "btn-link", "stop": "btn-stop"}
_HUES = ("a", "b", "c", "d")
_SEEN = {
    "public": ("globe", gettext_lazy("Public · chacun peut le lire")),
    "network": ("people", gettext_lazy("Visible par toutes les personnes qui ont un compte")),
    "circle": ("circles", gettext_lazy("Visible par les membres du cercle")),
    "meeting": ("meetings", gettext_lazy("Visible par les participants de la rencontre")),
    "organisation": ("organisations", gettext_lazy("Visible par les membres de l’organisation")),
    "person": ("lock", gettext_lazy("Visible par une seule personne")),
    "private": ("lock", gettext_lazy("Visible par une seule personne")),
}


@register.simple_tag
def icon(*, name: str) -> SafeString:
    """A sign beside words; never alone, so it is hidden from screen readers."""
    return _drawn_icon(name)


@cache
def _drawn_icon(name: str) -> SafeString:
    """The same for the life of the process: a page holds dozens of them."""
    one_of(name, tuple(ICONS), "icon")
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("core/icons.svg"),
        name,
    )


def button_class(variant: str, small: bool) -> str:
    one_of(variant, tuple(_SIZES), "variant")
    return f"btn {_SIZES[variant]}{' btn-sm' if small else ''}"


@register.simple_tag
def button(*, label: str, url: str, variant: str = "line", small: bool = False, icon: str = "") -> SafeString:
    """A link that looks like an act. What changes something is ``act_form``, not this."""
    sign = _icon(name=icon) if icon else ""
    return format_html('<a class="{}" href="{}">{}{}</a>', button_class(variant, small), url, sign, label)


_icon = icon  # ``button`` has an argument of that name


@register.simple_tag
def pill(*, text: str, kind: str = "ok") -> SafeString:
    """A state in words, with a dot; the colour only helps."""
    one_of(kind, ("ok", "wait", "stop", "still"), "pill")
    return format_html('<span class="pill {}">{}</span>', kind, text)


def _disc(text: str, hue: str) -> SafeString:
    return format_html('<span class="disc {}" aria-hidden="true">{}</span>', hue, text)


@register.simple_tag
def disc(*, name: str) -> SafeString:
    """The initials of a person or an organisation; its hue stays the same on every page."""
    return _disc(initials(str(name)), _HUES[crc32(str(name).encode()) % len(_HUES)])


@register.simple_tag
def discs(*, names: Iterable[str], more: int = 0) -> SafeString:
    """Several discs in a row, and how many others."""
    names = [str(name) for name in names]
    shown = format_html_join("", "{}", ((disc(name=name),) for name in names))
    rest = _disc(f"+{more}", "a") if more else ""
    label = ", ".join(names) + (_(" et %(more)d autres") % {"more": more} if more else "")
    return format_html('<span class="discs" role="img" aria-label="{}">{}{}</span>', label, shown, rest)


@register.simple_tag
def day(*, date: date, this_year: bool | None = None) -> SafeString:
    """A date as a small calendar; the year is written when it is not this year's (``this_year``: for a piece that is drawn once)."""
    local = day_of(date)
    return _drawn_day(local, local.year == clock.today().year if this_year is None else this_year, get_language())


@lru_cache(maxsize=2048)
def _drawn_day(local: date, this_year: bool, language: str | None) -> SafeString:
    year = "" if this_year else format_html('<span class="year">{}</span>', local.year)
    return format_html(
        '<time class="day" datetime="{}"><b>{}</b><span class="month">{}</span>{}<span class="visually-hidden"> ({})</span></time>',
        local.isoformat(), local.day, date_format(local, "N").lower(), year, when(local),
    )  # fmt: skip


@register.simple_tag
def arc(*, part: float, whole: float) -> SafeString:
    """A share of a ring. The share is an attribute of the drawing: the page needs no style of its own."""
    share = max(0.0, min(1.0, part / whole)) if whole else 0.0
    text = f"{part}/{whole}" if whole != 100 and len(f"{part}/{whole}") < 6 else f"{round(share * 100)}%"
    return format_html(
        '<svg class="arc" viewBox="0 0 52 52" role="img" aria-label="{}"><circle class="arc-rest" cx="26" cy="26" r="22"/>'
        '<circle class="arc-part" cx="26" cy="26" r="22" pathLength="100" stroke-dasharray="{} 100" transform="rotate(-90 26 26)"/>'
        '<text x="26" y="26">{}</text></svg>',
        _("%(part)s sur %(whole)s") % {"part": part, "whole": whole}, round(share * 100), text,
    )  # fmt: skip


def seen_words(obj: Any) -> tuple[str, str]:
    """Icon and words for an object's audience, or for its visibility while it has none yet."""
    kind = (getattr(obj, "audience", "") or getattr(obj, "visibility", "") or "private").partition(":")[0]
    sign, words = _SEEN[kind]
    return sign, str(words)


@register.simple_tag
def seen_by(*, obj: Any = None, kind: str = "", text: str = "") -> SafeString:
    """Who sees an object, or what has a visibility of this ``kind``, in words. A room that knows better says it in ``text``."""
    sign, words = seen_words(obj) if obj is not None else _SEEN[kind] if kind else ("eye", "")
    return format_html('<p class="seen">{}<span>{}</span></p>', _icon(name=sign), text or words)
