"""What surrounds a page: menus that upper rooms fill through slots. Loaded by ``core/page.html`` only."""

from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from cercles.core import slots
from cercles.core.components import NavItem
from cercles.core.icons import ICONS

register = template.Library()
UNDER_THE_THUMB = 4  # what a telephone's bar holds beside « Plus »


def _entry(item: NavItem, current: str) -> dict[str, Any]:
    """A menu's entry as the template needs it. A room may name an address that needs no argument only."""
    sign = item.icon or (item.key if item.key in ICONS else "arrow")
    return {"label": item.label, "url": reverse(item.url_name), "icon": sign, "current": item.key == current}


@register.simple_block_tag(takes_context=True)
def main_nav(context: Context, content: str) -> SafeString:
    """The main menu, from slot ``nav.main``; its content is the key of the current page."""
    current = content.strip()
    items = [_entry(item, current) for provider in slots.providers("nav.main") for item in provider()]
    first, rest = items[:UNDER_THE_THUMB], items[UNDER_THE_THUMB:]
    return _draw("core/chrome/nav.html", first=first, rest=rest, rest_current=any(item["current"] for item in rest))


@register.simple_tag(takes_context=True)
def account_corner(context: Context) -> SafeString:
    """Who is signed in, with the entries of slot ``nav.account``; else the way to sign in."""
    request = context.get("request")
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    items = [_entry(item, "") for item in slots.collect("nav.account", user)] if signed_in else []
    return _draw(
        "core/chrome/account.html",
        user=user if signed_in else None,
        items=items,
        csrf_token=context.get("csrf_token", ""),
    )


@register.simple_tag(takes_context=True)
def search_box(context: Context) -> SafeString:
    """Drawn once a room has said, through slot ``nav.search``, which address answers."""
    for provider in slots.providers("nav.search"):
        try:
            url = reverse(provider())
        except NoReverseMatch:
            continue
        request = context.get("request")
        words = request.GET.get("q", "") if request is not None and request.path == url else ""
        return _draw("core/chrome/search.html", url=url, words=words)
    return SafeString("")


@register.simple_tag
def footer_items() -> list[dict[str, Any]]:
    """Entries of slot ``nav.footer``."""
    return [_entry(item, "") for item in slots.collect("nav.footer")]


@register.simple_tag(takes_context=True)
def slot_panels(context: Context, *, slot: str) -> SafeString:
    """Draw the panels of a slot whose providers take the request."""
    request = context.get("request")
    panels = slots.collect(slot, request) if request is not None else []
    html = (render_to_string(panel.template, dict(panel.context), request=request) for panel in panels)
    return mark_safe("".join(html))  # templates escape


@register.filter
def message_kind(level: str) -> str:
    """The kind of notice for a message of ``django.contrib.messages``."""
    return {"success": "ok", "warning": "wait", "error": "stop"}.get(level, "info")


def _draw(name: str, **values: Any) -> SafeString:
    return mark_safe(render_to_string(name, values))  # templates escape
