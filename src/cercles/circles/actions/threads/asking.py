"""A conversation that is a question, from its first message or since."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.actions.threads.writing import Mailed, start_thread
from cercles.circles.models import Circle, CircleTheme, Question, Thread
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.search import actions as search


def ask_question(
    *, circle: Circle, by: Any, title: str, text: str, theme: CircleTheme | None = None, files: Iterable[Any] = (),
    mailed: Mailed | None = None,
) -> Thread:  # fmt: skip
    """A conversation that is a question from its first message."""
    return start_thread(
        circle=circle, by=by, title=title, text=text, files=files, mailed=mailed,
        also=lambda thread: mark_question(thread, by, by, theme),
    )  # fmt: skip


def mark_question(thread: Thread, asked_by: Any, by: Any, theme: CircleTheme | None) -> Question:
    """In the caller's transaction, its conversation locked or new."""
    if theme is not None and theme.circle_id != thread.circle_id:
        raise RuleBroken("theme_elsewhere", _("Ce thème n’est pas de ce cercle."), field="theme")
    question = Question.objects.create(thread=thread, asked_by=asked_by, asked_at=thread.created_at, theme=theme)
    search.touch(thread)
    journal.record("circles.question_asked", thread, by=by)
    return question
