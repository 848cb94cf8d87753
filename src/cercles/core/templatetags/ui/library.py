"""The one library every component is registered in, and what they share."""

import uuid
from typing import Any

from django import template
from django.template import Context, Engine
from django.utils.safestring import SafeString

register = template.Library()


def draw(name: str, **values: Any) -> SafeString:
    """Render a component's template; it sees nothing but ``values``."""
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
