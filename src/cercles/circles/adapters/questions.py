"""What questions give to pages and grouped mails."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from cercles.circles import rules
from cercles.circles.enums import QuestionState
from cercles.circles.models import Question, Thread
from cercles.circles.queries import questions as queries
from cercles.circles.queries.chasing import taken_to
from cercles.circles.queries.doing import groups_of, who_does
from cercles.circles.queries.knowing import who_may_know
from cercles.core.components import Panel
from cercles.journal.queries import MOST_GIVEN, NewsItem, Section


def thread_panels(thread: Thread, reader: Any) -> list[Panel]:
    """How far the question is, who may know; of another conversation, that it may become one."""
    question = queries.question_of(thread) if getattr(thread, "question", None) else None
    if question is not None:
        return [Panel("circles/question_panel.html", _told(question, reader))]
    if rules.can_edit_thread(reader, thread) and not thread.is_closed:
        return [Panel("circles/question_turn.html", {"slug": thread.circle.slug, "ref": thread.ref})]
    return []


def _told(question: Question, reader: Any) -> dict[str, Any]:
    waits = question.state == QuestionState.OPEN
    taken = taken_to(question, reader, may_read=rules.can_read_chase(reader, question))
    return {
        "taken": taken, "may_chase": rules.can_chase(reader, question),
        "question": question, "told": queries.told(question), "slug": question.thread.circle.slug, "ref": question.thread.ref,
        "may_settle": rules.can_settle(reader, question), "may_certify": rules.can_certify(reader, question),
        "may_uncertify": rules.can_uncertify(reader, question),
        "candidates": who_may_know(question, reader) if waits else [],
        "groups": _groups(question, reader),
    }  # fmt: skip


def _groups(question: Question, reader: Any) -> list[tuple[str, str]]:
    """« Qui fait cela ? », of its theme: names under each head."""
    if question.theme is None:
        return []
    found = groups_of(who_does(question.theme, reader))
    return [(head, ", ".join(str(row.owner) for row in said)) for head, said in found]


def news(circle: int, since: datetime, until: datetime) -> Iterable[Section]:
    """Questions that wait since then, that found their answer, or whose answer was vouched for."""
    asked = Q(state=QuestionState.OPEN, asked_at__gt=since, asked_at__lte=until)
    settled = Q(answered_at__gt=since, answered_at__lte=until) | Q(certified_at__gt=since, certified_at__lte=until)
    rows = Question.objects.filter(asked | settled, thread__circle=circle)
    rows = rows.select_related("thread__circle", "asked_by", "answer__author", "certified_by")
    items = [_item(row) for row in rows.order_by("-asked_at", "-pk")[:MOST_GIVEN]]
    items.sort(key=lambda item: item.at)
    return [Section(_("Questions"), tuple(items))] if items else []


def _item(row: Question) -> NewsItem:
    thread, at, by = row.thread, row.asked_at, row.asked_by_id
    note = _("attend une réponse")
    if row.certified_at and row.certified_by:
        at, by = row.certified_at, row.certified_by_id
        note = _("réponse certifiée par %(name)s : %(said)s") % {
            "name": row.certified_by.display_name, "said": row.certified_said,
        }  # fmt: skip
    elif row.answered_at and row.answer:
        at, note = row.answered_at, _("une réponse de %(name)s convient") % {"name": row.answer.author_label}
    return NewsItem(at, thread.title, thread.get_absolute_url(), thread.audience, note=note, by=by)
