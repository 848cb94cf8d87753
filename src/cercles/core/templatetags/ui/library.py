"""The one library every component is registered in, and what they share."""

import uuid
from functools import lru_cache
from types import NoneType
from typing import Any

from django import template
from django.template import Context, Engine
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
_TEXTS = (str, SafeString)
_PLAIN = (*_TEXTS, bool, int, NoneType)
_LONG = 2_000  # characters


def draw(name: str, /, **values: Any) -> SafeString:
    """Render a component's template. It sees nothing but ``values``, so what was drawn of the same plain values is drawn once."""
    try:
        said = tuple((key, _said(value)) for key, value in values.items())
    except TypeError:
        return _drawn(name, values)
    return _kept(name, said, get_language())


@lru_cache(maxsize=4096)
def _kept(name: str, said: tuple[tuple[str, tuple[type, Any]], ...], language: str) -> SafeString:
    return _drawn(name, {key: _value(kept) for key, kept in said})


def _said(value: Any) -> tuple[type, Any]:
    """A plain value with its type: what is safe and what has still to be escaped may be spelt alike. Else ``TypeError``."""
    plain = str(value) if isinstance(value, Promise) else value
    kind = type(plain)
    if kind is tuple:
        return kind, tuple(map(_said, plain))
    if kind not in _PLAIN or (kind in _TEXTS and len(plain) > _LONG):
        raise TypeError(kind.__name__)
    return kind, plain


def _value(said: tuple[type, Any]) -> Any:
    kind, held = said
    return tuple(map(_value, held)) if kind is tuple else held


def _drawn(name: str, values: dict[str, Any]) -> SafeString:
    drawn: SafeString = Engine.get_default().get_template(name).render(Context(values))
    return drawn


def form_key() -> str:
    """A fresh key for one rendering of a form: sent twice, it acts once."""
    return str(uuid.uuid4())


def one_of(value: str, allowed: tuple[str, ...], what: str) -> str:
    """Refuse a variant that does not exist rather than draw something unstyled."""
    if value not in allowed:
        raise template.TemplateSyntaxError(f"{what}: {value!r} is not one of {', '.join(allowed)}")
    return value
