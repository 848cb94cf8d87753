"""The charter: its draft, its current version."""

from functools import cache
from pathlib import Path

from cercles.circles.models import CharterVersion, Circle

_DRAFT = Path(__file__).resolve().parent.parent / "data" / "charte.md"


@cache
def draft_charter() -> str:
    """The text proposed to who opens a circle, to adapt."""
    return _DRAFT.read_text(encoding="utf-8").strip()


def current_charter(circle: Circle) -> CharterVersion | None:
    return CharterVersion.objects.filter(circle=circle).order_by("-number").first()
