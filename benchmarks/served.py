"""What the benchmark has granian serve: the site as ``cercles serve`` serves it, the bare page beside it, and a clock around both.

Each answer says in its headers what it cost in this process: seconds of wall clock, seconds of this thread's own processor time
(which other programs of the machine hardly lengthen), and when asked, its queries. Nothing of the site itself is changed. When asked,
what the search index kept of earlier questions is forgotten first, as each commit does.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from benchmarks.bare import BARE, bare_application
from cercles.config.wsgi import application as site  # loads Django
from cercles.search.queries.folder import opened

Start = Callable[..., Any]
bare = bare_application()


def _whole(chunks: Any) -> list[bytes]:
    """The body read to its end, and the request told that it ended: that too is part of the work."""
    try:
        return list(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()


def _counted(answer: Callable[[], Iterable[bytes]], queries: list[str]) -> list[bytes]:
    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        return _whole(answer())


def application(environ: dict[str, Any], start: Start) -> list[bytes]:
    chosen = bare if environ["PATH_INFO"] == BARE else site
    said: list[Any] = []
    queries: list[str] = []

    def answer() -> Iterable[bytes]:
        return chosen(environ, lambda *args: said.append(args))

    if "HTTP_X_FORGET" in environ and (index := opened()) is not None:
        index.kept.clear()
    wall, cpu = time.perf_counter(), time.thread_time()
    body = _counted(answer, queries) if "HTTP_X_COUNT" in environ else _whole(answer())
    cpu, wall = time.thread_time() - cpu, time.perf_counter() - wall
    status, headers, *rest = said[0]
    start(
        status, [*headers, ("X-Wall", f"{wall:.7f}"), ("X-Cpu", f"{cpu:.7f}"), ("X-Queries", str(len(queries)))], *rest
    )
    return body
