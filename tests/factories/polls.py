"""Polls, as the actions open them."""

from datetime import timedelta
from typing import Any

from cercles.core import clock
from cercles.polls import actions
from cercles.polls.models import Poll


def make_poll(
    cast: Any, *, options: tuple[str, ...] = ("Les stocks", "Les achats", "Les tournées"), **more: Any
) -> Poll:
    told = {"circle": cast.circle, "by": cast.facilitator, "title": "Quel thème pour juin ?"}
    return actions.open_poll(**told | {"options": options, "closes_at": clock.now() + timedelta(days=10)} | more)


def make_consent(cast: Any, **more: Any) -> Poll:
    told = {"kind": "consent", "title": "Ouvrir le cercle", "text": "Nous ouvrons le cercle à **trois** collectivités."}
    return make_poll(cast, options=(), **told | more)


def picked(poll: Poll, *labels: str) -> list[Any]:
    return list(poll.options.filter(label__in=labels))
