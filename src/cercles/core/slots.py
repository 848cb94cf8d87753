"""How a low page shows high things: an upper room registers a provider in its ``apps.py:ready()``.

Slots in use are listed in ``docs/architecture.md``. A provider is any callable; what it takes and gives is the slot's contract.
"""

from collections.abc import Callable
from typing import Any

_registered: dict[str, list[tuple[int, str, Callable[..., Any]]]] = {}


def register(slot: str, provider: Callable[..., Any], *, order: int = 100) -> None:
    """Add ``provider`` to ``slot``; the same provider twice counts once (Django may call ``ready`` again)."""
    entries = _registered.setdefault(slot, [])
    name = f"{provider.__module__}.{provider.__qualname__}"
    if all(known is not provider for _, _, known in entries):
        entries.append((order, name, provider))
        entries.sort(key=lambda entry: entry[:2])


def providers(slot: str) -> tuple[Callable[..., Any], ...]:
    """The providers of ``slot`` in their order, then by name, so that a page never depends on import order."""
    return tuple(provider for _, _, provider in _registered.get(slot, ()))


def collect(slot: str, *args: Any, **kwargs: Any) -> list[Any]:
    """Call every provider and join their lists."""
    return [item for provider in providers(slot) for item in provider(*args, **kwargs)]
