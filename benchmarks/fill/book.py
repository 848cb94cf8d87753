"""What every step of the filling shares: its random source, its writer, the size wanted, and small tools."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models

from benchmarks.words import Writer
from cercles.core import clock

SEED = 20191001
_BATCH = 2000


@dataclass(frozen=True)
class Size:
    """How many of each. ``Size.of(0.05)`` is a twentieth of it."""

    circles: int = 200
    people: int = 5000
    organisations: int = 3000
    meetings: int = 4000
    sheets: int = 20_000

    @classmethod
    def of(cls, scale: float) -> "Size":
        return cls(**{name: max(6, round(value * scale)) for name, value in vars(cls()).items()})


class Book:
    """One step's tools. The seed is the step's own, so that a run taken up again writes the same."""

    def __init__(self, step: str, size: Size):
        self.rng = random.Random(f"{SEED}:{step}")
        self.words = Writer(self.rng)
        self.size, self.now = size, clock.now()

    def ago(self, days: float) -> datetime:
        """A moment of the last ``days`` days, recent ones oftener."""
        return self.now - timedelta(days=days * self.rng.random() ** 1.5, minutes=self.rng.randrange(60))

    def few(self, items: list[Any], most: int, least: int = 1) -> list[Any]:
        return self.rng.sample(items, min(len(items), self.rng.randint(least, most)))

    def shares(self, total: int, among: int, flat: float = 0.7, least: int = 1) -> list[int]:
        """``total`` cut into ``among`` parts with a long tail: the first is many times the last."""
        weights = [1 / (rank + 3) ** flat for rank in range(among)]
        whole = sum(weights)
        return [max(least, round(total * weight / whole)) for weight in weights]


def write(rows: Iterable[models.Model]) -> list[Any]:
    """All the rows of one model, in pieces, with their ids."""
    rows = list(rows)
    return type(rows[0])._default_manager.bulk_create(rows, batch_size=_BATCH) if rows else []


def tag(model: Any, relation: str, pairs: Iterable[tuple[int, int]]) -> None:
    """Many-to-many rows: (id of the object, id of the term)."""
    through = model._meta.get_field(relation).remote_field.through
    names = [field.attname for field in through._meta.fields if field.is_relation]
    write(through(**dict(zip(names, pair, strict=True))) for pair in dict.fromkeys(pairs))


def analyse() -> None:
    """The planner's figures, as a database that lives has them."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
