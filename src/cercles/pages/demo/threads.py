"""Invented conversations: each is started once, whatever a visitor wrote in it since."""

from datetime import timedelta
from typing import Any

from cercles.circles.actions import threads as actions
from cercles.circles.actions.threads.writing import Mailed
from cercles.circles.models import Message, Thread
from cercles.core import clock
from cercles.pages.demo.book import on, read
from cercles.pages.demo.cast import person
from cercles.pages.demo.circles import circle


def load_threads() -> None:
    for number, told in enumerate(read("threads")["threads"]):
        if not Thread.objects.filter(circle=circle(told["circle"]), title=told["title"]).exists():
            _start(number, told)


def _start(number: int, told: dict[str, Any]) -> None:
    with on(told["days"]):
        moment = clock.now()
        thread = actions.start_thread(
            circle=circle(told["circle"]), by=person(told["by"]), title=told["title"], text=told["text"]
        )
    for place, answer in enumerate(told["answers"]):
        moment += timedelta(hours=answer["after"])
        key = f"demo-thread-{number}-{place}"
        mailed = Mailed("", key, answer.get("kept", "")) if answer.get("mail") else None
        with clock.at(moment):
            actions.post_message(thread=thread, by=person(answer["by"]), text=answer["text"], mailed=mailed)
    if closed := told.get("closed"):
        with on(closed["days"]):
            actions.close_thread(thread=thread, by=person(closed["by"]), reason=closed["reason"])


def counts() -> dict[str, int]:
    return {"threads": Thread.objects.count(), "messages": Message.objects.count()}
