"""The one library every component is registered in, and what they share."""

import uuid
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


def draw(name: str, **values: Any) -> SafeString:
    """Render a component's template; it sees nothing but ``values``."""
    return mark_safe(render_to_string(name, values))  # templates escape


def form_key() -> str:
    """A fresh key for one rendering of a form: sent twice, it acts once."""
    return str(uuid.uuid4())


def one_of(value: str, allowed: tuple[str, ...], what: str) -> str:
    """Refuse a variant that does not exist rather than draw something unstyled."""
    if value not in allowed:
        raise template.TemplateSyntaxError(f"{what}: {value!r} is not one of {', '.join(allowed)}")
    return value
