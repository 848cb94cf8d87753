"""What is told, apart from how it is loaded: three files of data, and the clock of the story."""

import tomllib
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from cercles.core import clock


@cache
def read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("cercles.pages.demo") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def on(day: date | int) -> AbstractContextManager[None]:
    """The clock at ten on that date, or that many days ago: fictional life is always recent, facts keep their dates."""
    if isinstance(day, int):
        day = clock.today() - timedelta(days=day)
    return clock.at(datetime.combine(day, time(10)))
