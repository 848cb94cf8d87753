"""How the inputs of forms are drawn: by Django's templates, once for each thing they can say."""

import pickle
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.translation import get_language

_MANY = 512
_drawn: dict[bytes, str] = {}


class Renderer(TemplatesSetting):
    """A widget's template sees its context only, so the same context gives the same input.

    Contexts are compared by their pickles, which tell a safe string from one to be escaped that is spelt alike.
    """

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        try:
            said = pickle.dumps((template_name, get_language(), context), pickle.HIGHEST_PROTOCOL)
        except (pickle.PicklingError, TypeError, AttributeError):  # holds what cannot be compared
            return super().render(template_name, context, request)
        drawn = _drawn.get(said)
        if drawn is None:
            if len(_drawn) >= _MANY:
                _drawn.clear()
            drawn = _drawn[said] = super().render(template_name, context, request)
        return drawn
