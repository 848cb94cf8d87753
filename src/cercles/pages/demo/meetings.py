"""Invented meetings: announced, answered, held, written up. Each step happens once, whatever a visitor did since."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from cercles.core import clock
from cercles.meetings import actions
from cercles.meetings.actions.jobs import ask_after, invite_members
from cercles.meetings.models import Meeting, Registration, Takeaway
from cercles.pages.demo.book import on, read
from cercles.pages.demo.cast import person
from cercles.pages.demo.circles import circle

KEPT = ("format", "title", "question", "confidentiality", "visibility", "address", "link", "capacity")


def meeting(key: str) -> Meeting:
    told = next(facts for facts in read("meetings")["meetings"] if facts["key"] == key)
    return Meeting.objects.get(circle=circle(told["circle"]), title=told["title"])


def load_meetings() -> None:
    for told in read("meetings")["meetings"]:
        if not circle(told["circle"]).meetings.filter(title=told["title"]).exists():
            _open(told)
            _answer(told)
            if told["days"] > 0:
                _hold(told)


def _day(days: int) -> date:
    return clock.today() - timedelta(days=days)


def _open(told: dict[str, Any]) -> None:
    who = person(told["by"])
    starts_at = timezone.make_aware(datetime.combine(_day(told["days"]), time(told["hour"])))
    with on(told["opened"]):
        opened = actions.open_meeting(
            circle=circle(told["circle"]), by=who, starts_at=starts_at,
            **{name: told[name] for name in KEPT if name in told},
        )  # fmt: skip
        Meeting.objects.filter(pk=opened.pk).update(is_fictional=True)
        actions.announce_meeting(meeting=opened, by=who)
        invite_members(opened.pk)


def _answer(told: dict[str, Any]) -> None:
    """One a day, from the day after the announcement."""
    found = meeting(told["key"])
    for number, answer in enumerate(told["answers"], start=1):
        who = person(answer["by"])
        act = actions.decline if answer.get("said") == "no" else actions.register
        with on(max(told["opened"] - number, told["days"] + 1, 0)):
            act(meeting=found, person=who, by=who)


def _hold(told: dict[str, Any]) -> None:
    """What follows a meeting; without « minutes » and « absent » in the data, it waits for whoever facilitates."""
    found, who = meeting(told["key"]), person(told["by"])
    with on(told["days"] - 1):
        if "absent" in told:
            came = Registration.objects.filter(meeting=found).exclude(
                person__in=[person(key).pk for key in told["absent"]]
            )
            present = came.taking_part().values_list("pk", flat=True)
            actions.tick_attendance(meeting=found, by=who, present=set(present))
            ask_after(found.pk)
        for said in told.get("decisions", ()):
            actions.add_decision(meeting=found, by=who, **said)
    for version in told.get("minutes", ()):
        with on(version["days"]):
            words = {name: version[name] for name in ("text", "what_changed") if name in version}
            actions.publish_minutes(meeting=found, by=who, **words)
    for said in told.get("takeaways", ()):
        words = {name: said[name] for name in ("text", "will_try", "may_share") if name in said}
        with on(said["days"]):
            actions.answer_after(meeting=found, person=person(said["by"]), **words)
    for row in told.get("follow_ups", ()):
        _follow(found, row, by=who, asked=told["days"] - 1)


def _follow(found: Meeting, row: dict[str, Any], *, by: Any, asked: int) -> None:
    who = person(row["by"])
    due = _day(row["due"])
    with on(asked):
        follow_up = actions.add_follow_up(meeting=found, by=by, what=row["what"], person=who, due=due)
    if "answer" in row:
        with on(row["answered"]):
            actions.answer_follow_up(follow_up=follow_up, by=who, answer=row["answer"], reason=row.get("reason", ""))


def counts() -> dict[str, int]:
    meetings = Meeting.objects.filter(is_fictional=True)
    return {
        "meetings": meetings.count(),
        "registrations": Registration.objects.filter(meeting__in=meetings).count(),
        "takeaways": Takeaway.objects.filter(meeting__in=meetings).count(),
    }
