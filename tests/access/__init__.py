"""An oracle the code cannot write.

``<room>.csv`` says, line by line and by hand, who may see and edit what; ``rights.csv`` who holds each other right; ``urls.csv``
what each address answers to whoever looks, ``posts.csv`` what those that only take POST answer to whoever acts. ``<room>.py`` says
how to build the objects. ``tests/test_access.py`` compares the tables with the rules (plain Python) and with ``visible_to`` (SQL),
which never call each other.
"""

from collections.abc import Callable
from typing import Any

Builder = Callable[..., Any]

STAGES: dict[str, Builder] = {}
RULES: dict[str, tuple[Any, Callable[..., bool], Callable[..., bool]]] = {}
URL_KWARGS: dict[str, Callable[[Any], dict[str, Any]]] = {}


def stage(kind: str) -> Callable[[Builder], Builder]:
    """Name the function ``build(cast, visibility, state) -> object`` that sets the stage for ``kind``."""

    def keep(builder: Builder) -> Builder:
        STAGES[kind] = builder
        return builder

    return keep
