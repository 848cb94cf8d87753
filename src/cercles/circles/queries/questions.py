"""Questions of a circle: how many wait, are answered, are vouched for; one of them as its page says it."""

from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from cercles.circles.enums import QuestionState
from cercles.circles.models import Circle, CircleTheme, Question, Thread
from cercles.circles.queries.doing import contacts_of, who_does
from cercles.circles.queries.members import themes_of
from cercles.circles.queries.threads.page import MESSAGES_A_PAGE
from cercles.core.components import Choice
from cercles.core.routes import address_of
from cercles.core.typography import when
from cercles.people.models import User

QUESTIONS_A_PAGE = 20
_SAID = ("thread__ref", "thread__title", "thread__count", "asked_at", "state", "theme__label", "asked_by")
_ASKED_BY = ("asked_by__name", "asked_by__email", "asked_by__state")
KINDS = {"open": "wait", "answered": "ok", "certified": "ok"}


def _seen(circle: Circle, reader: Any) -> QuerySet[Question]:
    return Question.objects.filter(thread__in=Thread.objects.visible_to(reader).filter(circle=circle).order_by())


def counts(circle: Circle, reader: Any) -> dict[str, int]:
    """One query: how many in each state, of those the reader may see."""
    each = {state.value: Count("pk", filter=Q(state=state)) for state in QuestionState}
    return {"all": 0, **_seen(circle, reader).order_by().aggregate(all=Count("pk"), **each)}


def choices(many: dict[str, int], state: str) -> list[Choice]:
    """Ways to narrow the list, each with how many it leaves."""
    labels = [("", _("Toutes")), *((one.value, one.label) for one in QuestionState)]
    return [
        Choice(str(label), f"?etat={value}" if value else "?", many[value or "all"], chosen=value == state)
        for value, label in labels
    ]


def questions_of(circle: Circle, reader: Any, state: str = "") -> QuerySet[Question, Any]:
    """The newest first; those of one state when it is given. For a ``Paginator``; each row through ``line_of``."""
    found = _seen(circle, reader)
    if state in QuestionState.values:
        found = found.filter(state=state)
    return found.order_by("-asked_at", "-pk").values_list(*_SAID, *_ASKED_BY)


def line_of(circle: Circle, row: Any) -> dict[str, Any]:
    ref, title, count, asked_at, state, theme, by, *named = row
    return {
        "url": address_of("circles:thread", circle.slug, ref), "title": title, "answers": count - 1, "when": when(asked_at),
        "who": User.named(*named) if by else "", "theme": theme or "", "state": str(QuestionState(state).label),
        "kind": KINDS[state],
    }  # fmt: skip


class Told(NamedTuple):
    """A question as the page of its conversation says it."""

    question: Question
    label: str
    kind: str
    answer_number: int
    answer_url: str


def question_of(thread: Thread) -> Question | None:
    """One query; nothing is asked when the conversation is none."""
    rows = Question.objects.filter(thread=thread).select_related("theme", "asked_by", "answer__author", "certified_by")
    question = rows.first()
    if question is not None:
        question.thread = thread
    return question


def told(question: Question) -> Told:
    number = question.answer.number if question.answer else 0
    page = (number - 1) // MESSAGES_A_PAGE + 1
    url = f"{question.thread.get_absolute_url()}?page={page}#m{number}" if number else ""
    return Told(question, str(QuestionState(question.state).label), KINDS[question.state], number, url)


def theme_in(circle: Circle, pk: str) -> CircleTheme | None:
    """The theme of the grid that an address names."""
    return next((theme for theme in themes_of(circle) if str(theme.pk) == pk), None)


MOST_NAMED = 20


def first_words(circle: Circle, reader: Any, theme_pk: str, who: str) -> dict[str, Any]:
    """What the form says already, when it is opened from a theme: the theme; with ``who``, the members who do this, named."""
    theme = theme_in(circle, theme_pk)
    if theme is None:
        return {}
    if who != "tous":
        return {"theme": theme.pk}
    people = contacts_of(circle, who_does(theme, reader).does, reader)[:MOST_NAMED]
    return {"theme": theme.pk, "text": ", ".join(f"@{name}" for name in people) + "\n\n" if people else ""}
