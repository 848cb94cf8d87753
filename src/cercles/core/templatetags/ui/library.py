"""The one library every component is registered in, and what they share."""

import uuid
from datetime import date
from types import NoneType
from typing import Any

from django import template
from django.template import Context, Engine
from django.template.defaulttags import CsrfTokenNode
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
_PLAIN = frozenset({str, SafeString, bool, int, date, NoneType})
_LONG, _MANY = 8_000, 4_096  # characters of one thing drawn, things
_LONGEST, _FEW = 64_000, 64  # the same for what is long: the table under a map
_HOLE = SafeString("\0")  # forms and databases refuse it: no text holds it
_csrf_input = CsrfTokenNode()
_kept: dict[Any, SafeString] = {}
_kept_long: dict[Any, SafeString] = {}


def draw(name: str, /, **values: Any) -> SafeString:
    """Render a component's template. It sees nothing but ``values``, so what was drawn of the same plain values is drawn once.

    Types are part of the key: what is safe and what has still to be escaped may be spelt alike.
    """
    kinds: Any = tuple(map(type, values.values()))
    if not _PLAIN.issuperset(kinds):
        values = {key: str(value) if isinstance(value, Promise) else value for key, value in values.items()}
        kinds = _kind(tuple(values.values()))
        if kinds is None:
            return _drawn(name, values)
    said = (name, get_language(), kinds, tuple(values.items()))
    drawn = _kept.get(said) or _kept_long.get(said)
    if drawn is None:
        drawn = _drawn(name, values)
        _keep(said, drawn)
    return drawn


def _keep(said: Any, drawn: SafeString) -> None:
    pool, most = (_kept, _MANY) if len(drawn) <= _LONG else (_kept_long, _FEW)
    if len(pool) >= most:
        pool.clear()
    if len(drawn) <= _LONGEST:
        pool[said] = drawn


def draw_around(name: str, content: str, /, **values: Any) -> SafeString:
    """The same for a component that holds a piece of page: its frame is drawn once, whatever it holds."""
    before, _, after = draw(name, content=_HOLE if content else "", **values).partition(_HOLE)
    return SafeString(f"{before}{conditional_escape(content)}{after}")


def _kind(value: Any) -> Any:
    """The type of a plain value, for a tuple with those of what it holds; None for what may change while it is equal to itself."""
    kind = type(value)
    if kind in _PLAIN:
        return kind
    if not issubclass(kind, tuple):
        return None
    inside = tuple(map(_kind, value))
    return None if None in inside else (kind, inside)


def _drawn(name: str, values: dict[str, Any]) -> SafeString:
    drawn: SafeString = Engine.get_default().get_template(name).render(Context(values))
    return drawn


def form_key() -> str:
    """A fresh key for one rendering of a form: sent twice, it acts once."""
    return str(uuid.uuid4())


def form_proof(context: Context) -> SafeString:
    """The proof that this site drew a form."""
    return SafeString(_csrf_input.render(context))


def form_secrets(context: Context) -> SafeString:
    """What each rendering of a form has of its own: the proof that this site drew it, and its key."""
    return format_html('{}<input type="hidden" name="_form_key" value="{}">', form_proof(context), form_key())


def one_of(value: str, allowed: tuple[str, ...], what: str) -> str:
    """Refuse a variant that does not exist rather than draw something unstyled."""
    if value not in allowed:
        raise template.TemplateSyntaxError(f"{what}: {value!r} is not one of {', '.join(allowed)}")
    return value
