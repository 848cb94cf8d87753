"""Invented polls: each is opened once, whatever a visitor answered since."""

from datetime import timedelta
from typing import Any

from cercles.core import clock
from cercles.pages.demo.book import on, read
from cercles.pages.demo.cast import person
from cercles.pages.demo.circles import circle
from cercles.polls import actions
from cercles.polls.models import Ballot, Poll
from cercles.polls.models.urn import new_receipt


def load_polls() -> None:
    for told in read("polls")["polls"]:
        if not Poll.objects.filter(circle=circle(told["circle"]), title=told["title"]).exists():
            _open(told)


def _open(told: dict[str, Any]) -> None:
    with on(told["days"]):
        moment = clock.now()
        poll = actions.open_poll(
            circle=circle(told["circle"]), by=person(told["by"]), title=told["title"], text=told["text"],
            kind=told.get("kind", "choice"), options=told.get("options") or _dates(told.get("dates", ())),
            closes_at=moment + timedelta(days=told["last"]), is_secret=told.get("secret", False),
        )  # fmt: skip
    for answer in told["answers"]:
        chosen = poll.options.filter(position__in=answer.get("options", []))
        maybe = poll.options.filter(position__in=answer.get("if_needed", []))
        with clock.at(moment + timedelta(hours=answer["after"])):
            actions.answer_poll(
                poll=poll,
                by=person(answer["by"]),
                options=chosen,
                answer=answer.get("answer", ""),
                reason=answer.get("reason", ""),
                if_needed=maybe,
                receipt=new_receipt() if poll.is_secret else "",
            )
    if closed := told.get("closed"):
        with on(closed["days"]):
            actions.close_poll(poll=poll, by=person(closed["by"]), outcome=closed["outcome"])


def _dates(told: list[list[int]]) -> list[str]:
    return [f"{clock.today() + timedelta(days=days):%d/%m/%Y} {hour}:00" for days, hour in told]


def counts() -> dict[str, int]:
    return {"polls": Poll.objects.count(), "ballots": Ballot.objects.count()}
