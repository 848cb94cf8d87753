"""What the page of a poll shows."""

from typing import Any, NamedTuple

from django.db.models import QuerySet

from cercles.core.prepared import prepared
from cercles.core.typography import when
from cercles.polls.enums import ObjectionState
from cercles.polls.models import Ballot, Objection, Poll, PollVersion
from cercles.polls.queries.voices import STANDS, Voice


@prepared
def _found(reader: Any, ref: str) -> QuerySet[Poll]:
    return Poll.objects.visible_to(reader).filter(ref=ref).select_related("circle", "opened_by", "closed_by")


def poll_seen(reader: Any, ref: str) -> Poll | None:
    return next(iter(_found(reader, ref)), None)


def ballot_of(poll: Poll, voice: Voice | None) -> Ballot | None:
    """What her voice said so far."""
    if voice is None:
        return None
    found = Ballot.objects.filter(voice.said, poll=poll).select_related("cast_by").order_by(*STANDS)
    return found.prefetch_related("options", "if_needed").first()


class ObjectionLine(NamedTuple):
    """In plain values, for the page."""

    pk: int
    who: str
    text: str
    state: str
    kind: str
    response: str
    decided: str
    waits: bool
    own: bool
    ref: str
    runs: bool


_KINDS = {ObjectionState.RAISED: "wait", ObjectionState.INTEGRATED: "ok"}


@prepared
def _objections(poll: Any) -> QuerySet[Objection]:
    found = Objection.objects.filter(poll=poll).order_by("at", "pk")
    return found.select_related("person", "ballot__organisation", "decided_by")


def objection_lines(poll: Poll, reader: Any, *, runs: bool) -> list[dict[str, Any]]:
    """In the order they came: the first to treat is the act of the page."""
    return [
        ObjectionLine(
            row.pk, row.who, row.text, str(ObjectionState(row.state).label), _KINDS.get(ObjectionState(row.state), "still"),
            row.response, when(row.decided_at) if row.decided_at else "", row.state == ObjectionState.RAISED,
            row.person_id == reader.pk and poll.is_open, poll.ref, runs,
        )._asdict()
        for row in _objections(poll)
    ]  # fmt: skip


def threatened(poll: Poll) -> int:
    """How many objections are left to treat."""
    return Objection.objects.filter(poll=poll, state=ObjectionState.RAISED).count()


def versions_of(poll: Poll) -> list[PollVersion]:
    return list(poll.versions.all()) if poll.round > 1 else []
