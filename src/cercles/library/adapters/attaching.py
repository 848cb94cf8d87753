"""The files joined to the messages of a circle, as its library shows them: the room of threads stands below and knows no library."""

from collections.abc import Collection
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy

from cercles.circles.models import Circle, MessageFile, Thread
from cercles.core.routes import address_of
from cercles.core.typography import day_of
from cercles.library.queries import AttachedKind, AttachedTexts, Carried, format_of_kind


def attached_to_messages() -> AttachedKind:
    texts = AttachedTexts("circles.thread", _files, _told)
    return AttachedKind("echange", gettext_lazy("Joint à un échange"), _rows, _file_url, _thread_url, texts)


def _files() -> QuerySet[Any]:
    found = MessageFile.objects.filter(message__withdrawn_at=None)
    return found.annotate(carrier_id=F("message__thread"), of_circle=F("message__thread__circle"))


def _told(files: Collection[int]) -> dict[int, Carried]:
    rows = _files().filter(pk__in=files).select_related("message__thread__circle").order_by()
    return {
        row.pk: Carried(
            row.name, row.message.thread.title, [row.message.thread.audience], row.message.thread.get_absolute_url(),
            day_of(row.message.at), row.message.thread.circle.is_fictional,
        )
        for row in rows
    }  # fmt: skip


def _rows(circle: Circle | None, reader: Any) -> QuerySet[Any]:
    """Of messages that were not taken back, in conversations the reader may see."""
    threads = Thread.objects.visible_to(reader).order_by().values("pk")
    threads = threads.filter(circle=circle) if circle else threads
    found = MessageFile.objects.filter(message__thread__in=threads, message__withdrawn_at=None)
    return found.annotate(
        own_ref=F("ref"), held_by=F("message__thread__ref"), named=F("name"), held_title=F("message__thread__title"),
        file_format=format_of_kind("kind"), bytes=F("size"), since=F("message__at"),
    )  # fmt: skip


def _file_url(slug: str, thread: str, ref: str) -> str:
    return address_of("circles:message_file", slug, thread, ref)


def _thread_url(slug: str, thread: str) -> str:
    return address_of("circles:thread", slug, thread)
