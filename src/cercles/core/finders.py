"""Serve the few npm files the site uses, by name: nothing else of ``node_modules`` is ever reachable."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from cercles.core.vendored import FILES, PREFIX


class NodePackagesFinder(BaseFinder):
    """Finds ``vendor/<path>`` for the paths of ``FILES``."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any):
        storage: Any = FileSystemStorage(location=settings.NODE_MODULES)
        storage.prefix = PREFIX  # Django reads it off the storage
        self.storage = storage
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
