"""Conversations as files: each thread, its messages with their files, what they said before."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.circles.models import Message, MessageFile, MessageVersion, Question, Thread
from cercles.core.portable import Column, Facts, Kind, Part, Seat, Sheet, Table
from cercles.core.typography import when_time


def _stays(row: Any, seat: Seat) -> bool:
    """A message that was taken back keeps its place, not its words."""
    return not row.is_withdrawn


def _messages_of(thread: Any) -> Iterator[Part]:
    rows = thread.messages.select_related("author").prefetch_related("files").order_by("number")
    for row in rows.iterator(chunk_size=200):
        heading = _("%(who)s, le %(day)s") % {"who": row.author_label, "day": when_time(row.at)}
        if row.removed_for:
            told = _("Message retiré par l’animation. Motif : %(motive)s.") % {
                "motive": row.get_removed_for_display().lower()
            }
            yield Part(heading, told, plain=True)
        elif row.is_withdrawn:
            yield Part(heading, _("Message retiré par son auteur."), plain=True)
        else:
            yield Part(heading, row.text, row.is_plain, tuple((one.file, one.name) for one in row.files.all()))


def _thread_sheet(row: Any, seat: Seat) -> Sheet:
    facts = [
        (_("Messages"), str(row.count)),
        (_("Clos le"), when_time(row.closed_at) if row.closed_at else ""),
        (_("Parce que"), row.closed_reason),
    ]
    return Sheet(row.title, facts, _messages_of(row))


def _thread_ready(facts: Facts, circle: Any) -> Facts:
    return {**facts, "audience": circle.members_audience}


_OF = "thread__circle"

THREADS = Table(
    name="echanges", title=gettext_lazy("Échanges"), model=Thread, key="ref", sheet=_thread_sheet, ready=_thread_ready,
    findable=True,
    rows=lambda seat: Thread.objects.filter(circle=seat.circle)
    .select_related("started_by", "last_by", "closed_by").order_by("id"),
    columns=(
        Column("référence", "ref"), Column("sujet", "title"), Column("lancé par", "started_by", Kind.ROW, "personnes"),
        Column("messages", "count", Kind.NUMBER), Column("dernier le", "last_at", Kind.MOMENT),
        Column("dernier par", "last_by", Kind.ROW, "personnes"), Column("dernier nom", "last_name"),
        Column("clos le", "closed_at", Kind.MOMENT), Column("clos par", "closed_by", Kind.ROW, "personnes"),
        Column("raison", "closed_reason"), Column("ouvert le", "created_at", Kind.MOMENT),
        Column("changé le", "changed_at", Kind.MOMENT),
    ),
)  # fmt: skip

MESSAGES = Table(
    name="messages", aside=True, title=gettext_lazy("Messages"), model=Message, key="ref", in_circle="",
    rows=lambda seat: Message.objects.filter(**{_OF: seat.circle})
    .select_related("thread", "author", "answers").order_by("id"),
    columns=(
        Column("référence", "ref"), Column("échange", "thread", Kind.ROW, "echanges"), Column("n°", "number", Kind.NUMBER),
        Column("de", "author", Kind.ROW, "personnes"), Column("nom", "author_name"),
        Column("texte", "text", shown=_stays), Column("replié", "kept", shown=_stays),
        Column("texte brut", "is_plain", Kind.YES), Column("arrivé", "source", Kind.CHOICE),
        Column("répond à", "answers", Kind.ROW, "messages", late=True), Column("le", "at", Kind.MOMENT),
        Column("envoyé le", "sent_at", Kind.MOMENT),
        Column("changé le", "edited_at", Kind.MOMENT), Column("retiré le", "withdrawn_at", Kind.MOMENT),
        Column("retiré parce que", "withdrawn_reason"), Column("retiré par l’animation pour", "removed_for", Kind.CHOICE),
    ),
)  # fmt: skip

QUESTIONS = Table(
    name="questions", aside=True, title=gettext_lazy("Questions"), model=Question, in_circle="",
    rows=lambda seat: Question.objects.filter(**{_OF: seat.circle})
    .select_related("thread", "theme", "asked_by", "answer", "certified_by").order_by("id"),
    columns=(
        Column("échange", "thread", Kind.ROW, "echanges"), Column("posée par", "asked_by", Kind.ROW, "personnes"),
        Column("posée le", "asked_at", Kind.MOMENT), Column("thème", "theme", Kind.ROW, "themes"),
        Column("où elle en est", "state", Kind.CHOICE), Column("réponse", "answer", Kind.ROW, "messages"),
        Column("répondue le", "answered_at", Kind.MOMENT), Column("certifiée par", "certified_by", Kind.ROW, "personnes"),
        Column("certifiée le", "certified_at", Kind.MOMENT), Column("parce que", "certified_said"),
    ),
)  # fmt: skip

VERSIONS = Table(
    name="messages_avant", aside=True, title=gettext_lazy("Ce que disaient les messages changés"), model=MessageVersion, in_circle="",
    rows=lambda seat: MessageVersion.objects.filter(message__thread__circle=seat.circle, message__withdrawn_at__isnull=True)
    .select_related("message").order_by("id"),
    columns=(
        Column("message", "message", Kind.ROW, "messages"), Column("texte", "text"), Column("jusqu’au", "until", Kind.MOMENT),
    ),
)  # fmt: skip

FILES = Table(
    name="messages_fichiers", aside=True, title=gettext_lazy("Fichiers des échanges"), model=MessageFile, key="ref", in_circle="",
    rows=lambda seat: MessageFile.objects.filter(message__thread__circle=seat.circle, message__withdrawn_at__isnull=True)
    .select_related("message").order_by("id"),
    columns=(
        Column("référence", "ref"), Column("message", "message", Kind.ROW, "messages"), Column("nom", "name"),
        Column("type", "kind"), Column("octets", "size", Kind.NUMBER), Column("fichier", "file", Kind.FILE),
    ),
)  # fmt: skip
