"""A query written once, then run with other values.

Django spends ten to twenty times longer building a query and its SQL than a database on the same machine spends answering it
(``docs/performance.md``). What nearly every page asks is therefore a *prepared* function: it returns a queryset, which is built and
compiled at its first call in a thread; later calls run the same SQL with their own values and give a list.

    @prepared
    def open_follow_ups(person: User, before: datetime) -> QuerySet[FollowUp]:
        return FollowUp.objects.filter(person=person, due__lt=before).select_related("meeting")

Numbers, strings, dates, objects (by their key), sets of keys (annotated ``Collection[int]``) and the elements of a tuple are values to
come. True, whatever is empty and whether a reader is signed in are part of the shape: a function may ask ``if theme:``. One that
compared, printed or reckoned with a value to come, or that read the clock or the database, would be wrong for the next: it raises
``TypeError``.
"""

from collections.abc import Callable
from functools import update_wrapper
from inspect import signature
from operator import itemgetter
from threading import local
from typing import Any, Generic, NoReturn, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import Count, Model, QuerySet, Value, prefetch_related_objects
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable, get_related_populators

from cercles.core import clock
from cercles.core.coming import OF_MANY, Coming, Slot

_P = ParamSpec("_P")
_FIRST = 100  # of a list, what one turns to often enough for its statements to be kept
_MOST = 2_000  # statements kept by a thread
_kept = local()


def kept() -> "dict[Any, _Statement]":
    """The statements of this thread."""
    found: dict[Any, _Statement] = _kept.__dict__.setdefault("statements", {})
    return found


def _refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> NoReturn:
    raise TypeError("a prepared query is written once: what it would read now would be old at the next call")


class _Statement:
    """The SQL of a queryset, and how its rows are made into what the queryset would give."""

    def __init__(self, queryset: Any):
        self.db = queryset.db
        self.prefetched = queryset._prefetch_related_lookups
        self.iterable = queryset._iterable_class
        compiler = queryset.query.get_compiler(using=self.db)
        try:
            self.sql, self.params = compiler.as_sql()
        except EmptyResultSet:  # nothing can match, whatever the values
            self.sql = ""
            return
        self.width = compiler.col_count  # what DISTINCT adds to order by is no part of a row
        self.converters = list(compiler.get_converters([column for column, *_ in compiler.select]).items())
        if self.iterable is ModelIterable:
            self._describe(compiler)
        elif self.iterable not in (ValuesListIterable, FlatValuesListIterable):
            raise TypeError("a prepared query gives objects or the rows of values_list")

    def _describe(self, compiler: Any) -> None:
        told = compiler.klass_info
        fields = told["select_fields"]
        self.part = slice(fields[0], fields[-1] + 1)
        self.model = told["model"]
        self.names = [column.target.attname for column, *_ in compiler.select[self.part]]
        self.related = get_related_populators(told, compiler.select, self.db)  # type: ignore[call-arg]
        self.annotations = list(compiler.annotation_col_map.items())

    def run(self, values: dict[str, Any]) -> list[Any]:
        if not self.sql:
            return []
        connection = connections[self.db]
        params = [p.sent(values[p.name], connection) if isinstance(p, Slot) else p for p in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        found = self._made(self._converted(rows, connection))
        if self.prefetched and found:
            prefetch_related_objects(found, *self.prefetched)
        return found

    def _converted(self, rows: list[Any], connection: Any) -> list[Any]:
        if not self.converters:
            return rows
        changed = [list(row) for row in rows]
        for row in changed:
            for position, (converters, expression) in self.converters:
                for convert in converters:
                    row[position] = convert(row[position], expression, connection)
        return changed

    def _made(self, rows: list[Any]) -> list[Any]:
        if self.iterable is FlatValuesListIterable:
            return [row[0] for row in rows]
        if self.iterable is ModelIterable:
            return [self._object(row) for row in rows]
        return [tuple(row[: self.width]) for row in rows]

    def _object(self, row: Any) -> Any:
        made = self.model.from_db(self.db, self.names, row[self.part])
        for populator in self.related:
            populator.populate(row, made)
        for name, position in self.annotations:
            setattr(made, name, row[position])
        return made


def _shape(value: Any) -> Any:
    """What of a value the SQL may depend on."""
    if value is True or not value:
        return value is True or type(value)  # each type has one empty value
    if type(value) is tuple:
        return tuple(map(_shape, value))
    return getattr(value, "is_authenticated", "")


def _to_come(name: str, value: Any, element: type | None) -> Any:
    if not value or value is True:
        return value
    if isinstance(value, Model) or hasattr(value, "is_authenticated"):
        return Coming(name, value)
    if type(value) is tuple:
        return tuple(
            Slot(name, itemgetter(position)) if held and held is not True else held
            for position, held in enumerate(value)
        )
    return Slot(name, element=element)


def _element(annotation: Any) -> type | None:
    """``int`` for ``Collection[int]``."""
    found: tuple[Any, ...] = getattr(annotation, "__args__", ())
    return found[0] if len(found) == 1 and found[0] in OF_MANY else None


_Row = TypeVar("_Row")
_Cut = Callable[["QuerySet[Any]"], "QuerySet[Any]"]


class prepared(Generic[_P, _Row]):  # noqa: N801  (a decorator)
    """See the module. ``plain`` is the function as it was written."""

    def __init__(self, plain: Callable[_P, "QuerySet[Any, _Row]"]):
        update_wrapper(self, plain)
        self.plain = plain
        taken = signature(plain).parameters
        self.elements = {name: _element(parameter.annotation) for name, parameter in taken.items()}
        self.defaults = {
            name: parameter.default for name, parameter in taken.items() if parameter.default is not parameter.empty
        }

    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> list[_Row]:
        return self.run(self.values(*args, **kwargs))

    def listed(self, *args: _P.args, **kwargs: _P.kwargs) -> "Listed":
        """The same for a ``Paginator``: counted, then read a page at a time."""
        return Listed(self, self.values(*args, **kwargs))

    def values(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**self.defaults, **dict(zip(self.elements, args, strict=False)), **kwargs}

    def run(self, values: dict[str, Any], part: Any = None, cut: _Cut | None = None) -> list[Any]:
        """``part`` names what ``cut`` does to the queryset."""
        statements = kept()
        known = (self.plain, part, *(_shape(values[name]) for name in self.elements))
        statement = statements.get(known)
        if statement is None:
            coming: Any = {name: _to_come(name, values[name], kind) for name, kind in self.elements.items()}
            with clock.unread(), connection.execute_wrapper(_refuse):
                queryset: Any = self.plain(**coming)  # type: ignore[call-arg]
                statement = _Statement(cut(queryset) if cut else queryset)
            if len(statements) >= _MOST:  # whoever writes ever longer questions cannot fill the memory
                statements.clear()
            statements[known] = statement
        return statement.run(values)


class Listed:
    """What a ``Paginator`` needs of a prepared function: how many, and one page."""

    ordered = True  # the paginator warns of what has no order

    def __init__(self, asked: prepared[Any, Any], values: dict[str, Any]):
        self.asked, self.values = asked, values
        self.total: int | None = None  # whoever knows it spares a query

    def count(self) -> int:
        if self.total is not None:
            return self.total
        return next(iter(self.asked.run(self.values, "count", counted)), 0)

    def __getitem__(self, part: slice) -> list[Any]:
        start, stop = part.start or 0, part.stop
        if start >= _FIRST:  # read too seldom to be kept
            return list(self.asked.plain(**self.values)[part])
        return self.asked.run(self.values, (start, stop), lambda queryset: queryset[start:stop])


def counted(queryset: "QuerySet[Any]") -> "QuerySet[Any]":
    """How many there are, as a queryset of one number: what ``count`` is to a query that runs later."""
    if queryset.query.distinct or queryset.query.group_by is not None or queryset.query.combinator:
        raise TypeError("what is distinct, grouped or put together is counted otherwise")
    alone = queryset.order_by().annotate(_one=Value(1)).values("_one")
    return alone.annotate(_many=Count("*")).values_list("_many", flat=True)
