"""What conversations give to other rooms: tabs, panels, ends of the thread, what the search finds of them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cercles.circles import rules
from cercles.circles.actions import threads as actions
from cercles.circles.enums import ANSWER, START, QuestionState, Stage
from cercles.circles.models import Circle, Message, Thread
from cercles.circles.queries.threads import waiting_by_circle
from cercles.circles.rules import memory
from cercles.core.components import Tab
from cercles.core.markdown import plain
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import day_of
from cercles.journal.queries import DueItem, Inbox, Node
from cercles.search.queries import Document, Read, Shown, Source

LONGEST_INDEXED = 400_000  # characters of one conversation that the index keeps, the newest first
EXCERPTED = 40  # messages


def tabs(circle: Circle, reader: Any) -> list[Tab]:
    if not rules.can_see_inside(reader, circle):
        return []
    return [Tab(_("Échanges"), address_of("circles:threads", circle.slug), "threads")]


@prepared
def _ends(reader: Any, ids: Collection[int]) -> QuerySet[Thread, Any]:
    shown = Thread.objects.visible_to(reader).filter(pk__in=ids).order_by()
    return shown.values_list("pk", "ref", "title", "circle__slug", "created_at")


def nodes(ids: Iterable[int], reader: Any) -> dict[int, Node]:
    return {
        pk: Node(title, address_of("circles:thread", slug, ref), note=_("échange"), at=day_of(created))
        for pk, ref, title, slug, created in _ends(reader, list(ids))
    }


def inboxes() -> list[Inbox]:
    """The addresses that its letters give: to answer, to start."""
    return [Inbox(ANSWER, actions.receive_answer), Inbox(START, actions.receive_start)]


def due(person: Any) -> list[DueItem]:
    """Mails that wait in the circles she facilitates."""
    return [
        DueItem(
            ngettext("%(n)d message attend votre décision", "%(n)d messages attendent votre décision", many) % {"n": many},
            _held_why(stage, many), _("Lire et décider"),
            address_of("circles:held_list", slug), urgency=55, group=name,
        )
        for slug, name, many, stage in waiting_by_circle(memory.facilitated(person))
    ]  # fmt: skip


def _held_why(stage: str, many: int) -> str:
    if stage == Stage.CLOSED:
        return ngettext(
            "le cercle est clos : il reste à l’écarter", "le cercle est clos : il reste à les écarter", many
        )
    return _("rien ne prouve qui l’a écrit, ou la personne est relue avant d’être publiée")


def close_told(circle: Circle) -> list[str]:
    """For the page that asks before a circle closes."""
    told = _("Les échanges restent lisibles ; plus personne n’y écrit, ni ici ni par courriel.")
    return [told] if circle.threads.exists() else []


def erase_told(person: Any) -> list[tuple[bool, str]]:
    """For the page that asks before erasing."""
    return [
        (False, _("vos signatures de courriel, vos anciens textes et jusqu’où vous avez lu les échanges")),
        (True, _("vos messages dans les échanges, sans votre nom")),
    ]


def export(person: Any) -> dict[str, list[dict[str, Any]]]:
    """What she wrote, for her own copy of her data."""
    rows = Message.objects.filter(author=person).select_related("thread__circle").order_by("at")
    return {
        _("Messages des échanges"): [
            {
                _("cercle"): row.thread.circle.name, _("sujet"): row.thread.title, _("le"): row.at.isoformat(),
                _("texte"): row.text, _("texte cité et signature"): row.kept,
                _("fichiers"): ", ".join(file.name for file in row.files.all()),
                _("retiré le"): row.withdrawn_at.isoformat() if row.withdrawn_at else "",
            }
            for row in rows.prefetch_related("files")
        ]
    }  # fmt: skip


# Search


def findable() -> QuerySet[Thread]:
    return Thread.objects.select_related("circle", "question")


def told(thread: Thread) -> str:
    """Its messages as one text, the newest first; what was taken back is not in it."""
    written = thread.messages.filter(withdrawn_at__isnull=True).order_by("-number").values_list("text", "is_plain")
    texts, left = [], LONGEST_INDEXED
    for text, is_plain in written.iterator(chunk_size=500):
        said = text if is_plain else plain(text)
        texts.append(said[:left])
        left -= len(said)
        if left <= 0:
            break
    return " · ".join(texts)


def document(thread: Thread) -> Document:
    """Found by the members of its circle, and by nobody else."""
    return Document(thread.title, [thread.audience], told(thread), at=day_of(thread.last_at))


def shown(thread: Thread) -> Shown:
    """Of a question, how far it is."""
    question = getattr(thread, "question", None)
    asked = _("question : %(state)s") % {"state": QuestionState(question.state).label.lower()} if question else ""
    note = " · ".join(filter(None, (thread.circle.name, asked)))
    return Shown(thread.title, thread.get_absolute_url(), note, fictional=thread.circle.is_fictional)


@prepared
def _read(reader: Any, ids: Collection[int]) -> QuerySet[Thread]:
    found = Thread.objects.visible_to(reader).filter(pk__in=ids).order_by().select_related("circle", "question")
    return found.only("ref", "title", "circle__slug", "circle__name", "circle__is_fictional", "question__state")


@prepared
def _lately(ids: Collection[int]) -> QuerySet[Message, Any]:
    """What an excerpt is cut from: the newest messages of each, so that a page of results never reads thousands."""
    lately = Message.objects.filter(
        thread__in=ids, number__gt=F("thread__count") - EXCERPTED, withdrawn_at__isnull=True
    )
    return lately.order_by("thread", "-number").values_list("thread", "text", "is_plain")


def read(reader: Any, ids: Collection[int]) -> Mapping[int, Read]:
    found = _read(reader, ids)
    texts: dict[int, list[str]] = {thread.pk: [] for thread in found}
    for thread, text, is_plain in _lately(list(texts)) if found else ():
        texts[thread].append(text if is_plain else plain(text))
    return {thread.pk: Read(shown(thread), " · ".join(texts[thread.pk])) for thread in found}


def sources() -> list[Source]:
    return [Source(Thread, "echanges", gettext_lazy("Échanges"), findable, document, shown, order=20, read=read)]
