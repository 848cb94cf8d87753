"""The words of what happened: « a ouvert le cercle ». Each room names its own verbs, so that no central list grows for ever."""

from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

_words: dict[str, str | Promise] = {}


def register_verbs(words: Mapping[str, str | Promise]) -> None:
    """``register_verbs({"circles.opened": _("a ouvert le cercle")})``: the words follow the name of the person who did it.

    A verb with no words is recorded but told to nobody.
    """
    for verb, text in words.items():
        if str(_words.get(verb, text)) != str(text):
            raise ImproperlyConfigured(f"the verb {verb!r} is registered twice")
        _words[verb] = text


def told() -> tuple[str, ...]:
    """The verbs that have words."""
    return tuple(sorted(_words))


def words_of(verb: str) -> str:
    return str(_words[verb])
