"""Serve the few npm files the site uses, by name: nothing else of ``node_modules`` is ever reachable."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PREFIX = "vendor"
# Paths below assets/node_modules/, served below /static/vendor/. Manifest storage demands what a style sheet names (maps, fonts).
FILES = (
    "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/dist/css/bootstrap.min.css.map",
    "@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2",
    "htmx.org/dist/htmx.min.js",
)


class NodePackagesFinder(BaseFinder):
    """Finds ``vendor/<path>`` for the paths of ``FILES``."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any):
        self.storage = FileSystemStorage(location=settings.NODE_MODULES)
        self.storage.prefix = PREFIX
        super().__init__(*args, **kwargs)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        name = path.removeprefix(f"{PREFIX}/")
        found = name != path and name in FILES and self.storage.exists(name)
        if not found:
            return []
        return [self.storage.path(name)] if find_all else self.storage.path(name)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        for name in FILES:
            if self.storage.exists(name):
                yield name, self.storage
