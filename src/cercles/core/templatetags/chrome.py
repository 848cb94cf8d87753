"""What surrounds a page: menus that upper rooms fill through slots. Loaded by ``core/page.html`` only.

A menu is drawn once for each thing it can say, then kept: every page shows it, and drawing it cost more than most pages' own words.
"""

from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cercles.core import slots
from cercles.core.components import NavItem
from cercles.core.icons import ICONS
from cercles.core.routes import address_of
from cercles.core.templatetags.ui.blocks import panels
from cercles.core.templatetags.ui.library import draw, draw_around, form_proof

register = template.Library()
UNDER_THE_THUMB = 4  # what a telephone's bar holds beside « Plus »


Said = tuple[tuple[str, str, str, bool], ...]


def _said(items: list[NavItem], current: str = "") -> Said:
    """What a menu says, in the language of the page: label, name of the address, icon, whether one is there."""
    return tuple((str(item.label), item.url_name, _sign(item), item.key == current) for item in items)


def _sign(item: NavItem) -> str:
    return item.icon or (item.key if item.key in ICONS else "arrow")


def _entries(said: Said) -> list[dict[str, Any]]:
    """Entries as the templates need them. A room may name an address that needs no argument only."""
    return [
        {"label": label, "url": address_of(name), "icon": sign, "current": here} for label, name, sign, here in said
    ]


@register.simple_block_tag(takes_context=True)
def main_nav(context: Context, content: str) -> SafeString:
    """The main menu, from slot ``nav.main``; its content is the key of the current page."""
    return _drawn_nav(_said(slots.collect("nav.main"), content.strip()), get_language())


@lru_cache(maxsize=64)
def _drawn_nav(said: Said, language: str) -> SafeString:
    items = _entries(said)
    first, rest = items[:UNDER_THE_THUMB], items[UNDER_THE_THUMB:]
    return draw("core/chrome/nav.html", first=first, rest=rest, rest_current=any(item["current"] for item in rest))


@register.simple_tag(takes_context=True)
def account_corner(context: Context) -> SafeString:
    """Who is signed in, with the entries of slot ``nav.account``; else the way to sign in."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return _drawn_door(_onward(request), get_language())
    entries = _drawn_menu(_said(slots.collect("nav.account", user)), "core/chrome/account_menu.html", get_language())
    return draw_around("core/chrome/account.html", form_proof(context), name=user.display_name, entries=entries)


def _onward(request: HttpRequest | None) -> str:
    """The page to come back to once signed in. An address that holds a secret is never copied into another one; a page of the
    entrance hands on what it was given, and the entrance itself refuses to lead elsewhere than here."""
    found = getattr(request, "resolver_match", None)
    if request is None or found is None or "token" in found.kwargs or request.method != "GET":
        return ""
    if found.view_name.startswith("account_"):
        return request.GET.get("next", "")
    return request.get_full_path() if request.path != "/" else ""


@lru_cache(maxsize=64)
def _drawn_door(onward: str, language: str) -> SafeString:
    return draw("core/chrome/door.html", onward=onward)


@lru_cache(maxsize=64)
def _drawn_menu(said: Said, name: str, language: str) -> SafeString:
    return draw(name, items=_entries(said))


@register.simple_tag(takes_context=True)
def search_box(context: Context) -> SafeString:
    """Drawn once a room has said, through slot ``nav.search``, which address answers."""
    for provider in slots.providers("nav.search"):
        try:
            url = address_of(provider())
        except NoReverseMatch:
            continue
        request = context.get("request")
        words = request.GET.get("q", "") if request is not None and request.path == url else ""
        return draw("core/chrome/search.html", url=url, words=words)
    return SafeString("")


@register.simple_tag
def footer_items() -> SafeString:
    """Entries of slot ``nav.footer``."""
    return _drawn_menu(_said(slots.collect("nav.footer")), "core/chrome/footer.html", get_language())


@register.simple_tag(takes_context=True)
def slot_panels(context: Context, *, slot: str) -> SafeString:
    """Draw the panels of a slot whose providers take the request."""
    request = context.get("request")
    return panels(context, items=slots.collect(slot, request) if request is not None else [])


@register.filter
def message_kind(level: str) -> str:
    """The kind of notice for a message of ``django.contrib.messages``."""
    return {"success": "ok", "warning": "wait", "error": "stop"}.get(level, "info")
