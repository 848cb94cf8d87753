"""Invented documents: real small files, each added once, whatever a visitor did with it since."""

from typing import Any

from django.core.files.base import ContentFile

from cercles.circles.models import CircleTheme
from cercles.library import actions
from cercles.library.models import CircleDocument
from cercles.pages.demo.book import on, read
from cercles.pages.demo.cast import person
from cercles.pages.demo.circles import circle
from cercles.pages.demo.files import made


def load_documents() -> None:
    for told in read("documents")["documents"]:
        if not CircleDocument.objects.filter(circle=circle(told["circle"]), title=told["title"]).exists():
            _add(told)


def _file(told: dict[str, Any]) -> ContentFile:
    return ContentFile(made(told["file"], told["text"]), name=told["file"])


def _add(told: dict[str, Any]) -> None:
    where = circle(told["circle"])
    theme = CircleTheme.objects.filter(circle=where, label=told.get("theme", "")).first()
    with on(told["days"]):
        document = actions.add_document(
            circle=where, by=person(told["by"]), title=told["title"], file=_file(told), theme=theme,
            origin=told.get("origin", ""), visibility=told.get("visibility", "circle"),
        )  # fmt: skip
    for later in told.get("versions", ()):
        with on(later["days"]):
            actions.add_version(document=document, by=person(told["by"]), file=_file(later), note=later["note"])


def counts() -> dict[str, int]:
    return {"documents": CircleDocument.objects.count()}
