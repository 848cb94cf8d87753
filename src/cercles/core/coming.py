"""What stands for a value to come in a query that is written once (``core/prepared.py``)."""

import json
from collections.abc import Callable
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NoReturn

from django.db.models import Expression

from cercles.core.audience import HELD, audience_of

OF_MANY = {str: "text", int: "bigint"}  # what a set of values may hold


def _itself(value: Any) -> Any:
    return value


class Slot(Expression):
    """A value to come: what ``take`` gives of the argument ``name``. ``element`` is the type of what it holds when it holds many."""

    def __init__(self, name: str, take: Callable[[Any], Any] = _itself, element: type | None = None):
        super().__init__()
        self.name, self.take, self.element = name, take, element

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s" if self.element is None else "(SELECT value FROM json_each(%s))", [self]

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return "%s" if self.element is None else f"(SELECT unnest(%s::{OF_MANY[self.element]}[]))", [self]

    def then(self, change: Callable[[Any], Any]) -> "Slot":
        """The same value, changed once it has come."""
        return Slot(self.name, lambda argument: change(self.take(argument)))

    def sent(self, argument: Any, connection: Any) -> Any:
        """The value as the driver takes it."""
        value = self.take(argument)
        if self.element is not None:
            held = sorted(value)
            return json.dumps(held) if connection.vendor == "sqlite" else held
        if isinstance(value, datetime):
            return connection.ops.adapt_datetimefield_value(value)
        return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value

    def __eq__(self, other: object) -> bool:
        """A value to come is neither empty nor True: those are part of the shape. Of anything else nobody knows."""
        if isinstance(other, Expression):
            return super().__eq__(other)
        return bool(other) and other is not True and self._unknown()

    __hash__ = Expression.__hash__

    def _unknown(self, *args: Any) -> NoReturn:
        raise TypeError(f"{self.name} is a value to come: a prepared query cannot depend on it")

    __lt__ = __gt__ = __le__ = __ge__ = __format__ = __str__ = __int__ = _combine = _unknown


class Coming:
    """Stands for an object to come, known by its key, and for a reader also by what she holds."""

    def __init__(self, name: str, value: Any):
        self.pk = self.id = Slot(name, attrgetter("pk"))
        if hasattr(value, "is_authenticated"):
            self.is_authenticated = value.is_authenticated
            setattr(self, HELD, Slot(name, audience_of, str))

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        return self.pk.resolve_expression(*args, **kwargs)

    def __eq__(self, other: object) -> bool:
        return self is other or self.pk._unknown()

    __hash__ = object.__hash__
