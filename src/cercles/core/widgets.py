"""How the inputs of forms are drawn: by Django's templates, once for each thing they can say."""

from functools import lru_cache
from types import NoneType
from typing import Any

from django.forms.models import ModelChoiceIteratorValue
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_PLAIN = (str, SafeString, bool, int, float, NoneType)


class Renderer(TemplatesSetting):
    """A widget's template sees its context only, so the same context gives the same input."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        try:
            said = _Said(_key(context), context)
        except TypeError:
            return super().render(template_name, context, request)
        return _kept(template_name, said, get_language())


class _Said:
    """A context that compares by what it says."""

    def __init__(self, key: Any, context: dict[str, Any]):
        self.key, self.context = key, context

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Said) and self.key == other.key


@lru_cache(maxsize=512)
def _kept(template_name: str, said: _Said, language: str) -> str:
    return TemplatesSetting().render(template_name, said.context)


def _key(value: Any) -> Any:
    """What a value says, with its type: what is safe and what has still to be escaped may be spelt alike."""
    if isinstance(value, dict):
        return tuple((name, _key(held)) for name, held in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(_key, value))
    if isinstance(value, Promise | ModelChoiceIteratorValue):
        value = str(value)
    if type(value) not in _PLAIN:
        raise TypeError(type(value).__name__)
    return type(value), value
