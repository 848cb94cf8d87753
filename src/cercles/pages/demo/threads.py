"""Invented conversations: each is started once, whatever a visitor wrote in it since."""

from datetime import timedelta
from typing import Any

from cercles.circles.actions import questions
from cercles.circles.actions import threads as actions
from cercles.circles.actions.threads.writing import Mailed
from cercles.circles.models import Membership, Message, Thread
from cercles.core import clock
from cercles.journal.enums import Rhythm
from cercles.journal.models import NotificationChoice
from cercles.pages.demo.book import on, read
from cercles.pages.demo.cast import person
from cercles.pages.demo.circles import circle

GROUPED = ("gildas", "odile")  # those who chose a mail a day


def load_threads() -> None:
    for number, told in enumerate(read("threads")["threads"]):
        if not Thread.objects.filter(circle=circle(told["circle"]), title=told["title"]).exists():
            _start(number, told)
    for name in GROUPED:
        _group(person(name))


def _group(reader: Any) -> None:
    """Her grouped mail of the day has ten days to tell; what a visitor chose in her place stays."""
    if not NotificationChoice.objects.filter(person=reader).exists():
        with on(10):
            for membership in Membership.objects.current().filter(person=reader).select_related("circle"):
                actions.choose_rhythm(circle=membership.circle, person=reader, rhythm=Rhythm.DAILY)


def _start(number: int, told: dict[str, Any]) -> None:
    with on(told["days"]):
        moment = clock.now()
        thread = _started(told)
    for place, answer in enumerate(told["answers"]):
        moment += timedelta(hours=answer["after"])
        key = f"demo-thread-{number}-{place}"
        mailed = Mailed("", key, answer.get("kept", "")) if answer.get("mail") else None
        with clock.at(moment):
            actions.post_message(thread=thread, by=person(answer["by"]), text=answer["text"], mailed=mailed)
    with clock.at(moment + timedelta(hours=2)):
        _settle(thread, told.get("question", {}))
    if closed := told.get("closed"):
        with on(closed["days"]):
            actions.close_thread(thread=thread, by=person(closed["by"]), reason=closed["reason"])


def _started(told: dict[str, Any]) -> Thread:
    """A conversation, or a question."""
    found = circle(told["circle"])
    said = {"circle": found, "by": person(told["by"]), "title": told["title"], "text": told["text"]}
    if "question" not in told:
        return actions.start_thread(**said)
    number = told["question"].get("theme")
    theme = found.own_themes.get(position=number - 1) if number else None
    return questions.ask_question(theme=theme, **said)


def _settle(thread: Thread, asked: dict[str, Any]) -> None:
    """The answer that who asked chose, and who vouched for it."""
    if number := asked.get("answer"):
        answer = thread.messages.get(number=number)
        question = questions.settle(question=thread.question, by=thread.started_by, answer=answer)
        if certified := asked.get("certified"):
            questions.certify(question=question, by=person(certified["by"]), sentence=certified["sentence"])


def counts() -> dict[str, int]:
    return {"threads": Thread.objects.count(), "messages": Message.objects.count()}
