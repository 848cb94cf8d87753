"""What was answered, counted. No query grows with the number of answers."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.core import slots
from cercles.core.prepared import prepared
from cercles.people.models import User
from cercles.polls.enums import Answer, ObjectionState
from cercles.polls.models import Ballot, Objection, Option, Poll, Urn
from cercles.polls.queries.voices import HOUSE

_SAID = (
    "pk", "answer", "reason", "round", "by_substitute", "house", "house_name", "person", "person__name", "person__email",
    "person__state", "cast_by", "cast_by__name", "cast_by__email", "cast_by__state", "became",
)  # fmt: skip
_FORMER = ""
# What became of an objection that does not stand any more; its voice still says it, and the proposal may be adopted.
_APART = {
    ObjectionState.WITHDRAWN: gettext_lazy("Objection levée"),
    ObjectionState.SET_ASIDE: gettext_lazy("Objection non retenue"),
}


@dataclass
class Result:
    """One of the answers: how many gave it, who, and what they added. ``share``: of those who answered, between 0 and 100.
    ``maybe``: of dates, how many would manage if need be, ``maybe_names`` who; ``is_best``: the date that suits most."""

    label: str
    pk: int = 0
    count: int = 0
    share: int = 0
    maybe: int = 0
    is_best: bool = False
    names: list[str] = field(default_factory=list)
    maybe_names: list[str] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)  # name, reason

    @property
    def said_count(self) -> str:
        """« 4, et 2 si besoin »."""
        return (
            _("%(many)d, et %(maybe)d si besoin") % {"many": self.count, "maybe": self.maybe}
            if self.maybe
            else str(self.count)
        )


@dataclass(frozen=True)
class Results:
    lines: list[Result]
    answered: int  # of what is asked now
    former: int  # of a former text of the proposal: asked again
    ballots: list[tuple[str, str]]  # of a secret poll that is over: each receipt and what it chose
    named: bool = True
    standing: int = 0  # objections to a former text that still stand


@prepared
def _ballots(poll: Any) -> QuerySet[Ballot, Any]:
    last = Objection.objects.filter(ballot=OuterRef("pk")).order_by("-at", "-pk")
    found = Ballot.objects.filter(poll=poll).annotate(became=Subquery(last.values("state")[:1]), house=HOUSE)
    found = found.annotate(house_name=Coalesce("organisation__merged_into__name", "organisation__name"))
    return found.order_by("at", "pk").values_list(*_SAID)


@prepared
def _chosen(ballots: Collection[int]) -> QuerySet[Any, Any]:
    rows = Ballot.options.through.objects.filter(ballot__in=ballots)
    return rows.order_by("option__position").values_list("ballot", "option")


@prepared
def _maybe(ballots: Collection[int]) -> QuerySet[Any, Any]:
    rows = Ballot.if_needed.through.objects.filter(ballot__in=ballots)
    return rows.order_by("option__position").values_list("ballot", "option")


@prepared
def _options(poll: Any) -> QuerySet[Option, Any]:
    return Option.objects.filter(poll=poll).order_by("position").values_list("pk", "label")


def _name(row: Any) -> str:
    """The organisation and who spoke for it; the member; nobody, once her account is erased."""
    _pk, _said, _reason, _round, substitute, _house, *named, _became = row
    organisation, person, *who, by, by_name, by_email, by_state = named
    if organisation:
        speaker = User.named(by_name, by_email, by_state) if by and substitute else ""
        return f"{organisation} ({speaker})" if speaker else str(organisation)
    return User.named(*who) if person else _FORMER


def names_nobody(of: str = "pk__") -> Q:
    """Of polls, or of rows that point to one by ``of``: those whose answers bear no name, as a room above says."""
    hidden = Q(pk__in=[])
    for provider in slots.providers("poll.unnamed"):
        hidden |= Q(**{f"{of}in": provider()})
    return hidden


def is_unnamed(poll: Poll) -> bool:
    """Only a date is asked so."""
    return poll.is_date and Poll.objects.filter(names_nobody(), pk=poll.pk).exists()


def without_names(results: Results) -> Results:
    """Only how many."""
    for line in results.lines:
        line.names, line.maybe_names, line.said = [], [], []
    return replace(results, named=False)


def results_of(poll: Poll) -> Results:
    rows = _ballots(poll) if poll.is_secret else _one_a_voice(_ballots(poll))
    current = [row for row in rows if row[3] == poll.round]
    ballots: list[tuple[str, str]] = []
    if poll.is_secret:
        lines, ballots = _of_urn(poll)
    else:
        lines = _of_consent(current) if poll.is_consent else _of_choice(poll, current)
    for line in lines:
        line.share = round(100 * line.count / len(current)) if current else 0
    if poll.is_date:
        _mark_best(lines)
    former = [row for row in rows if row[3] != poll.round]
    standing = sum(row[-1] == ObjectionState.RAISED for row in former)
    return Results(lines, len(current), len(former), ballots, named=not poll.is_secret, standing=standing)


def _one_a_voice(rows: Iterable[Any]) -> list[Any]:
    """Of organisations that were merged since they answered, one ballot stands (``STANDS``). Those of an urn cannot be told apart."""
    stands: dict[int, Any] = {}
    for row in rows:
        substitute, house = row[4], row[5]
        if house and (house not in stands or substitute <= stands[house][4]):
            stands[house] = row
    return [row for row in rows if not row[5] or stands[row[5]] is row]


def _of_consent(rows: list[Any]) -> list[Result]:
    """« J’objecte » counts the objections that stand: those that were lifted or set aside have lines of their own, once there are."""
    found = {answer: Result(str(answer.label).partition(":")[0].strip()) for answer in Answer}
    apart = {state: Result(str(label)) for state, label in _APART.items()}
    for row in rows:
        objects = row[1] == Answer.OBJECTION
        line = apart[row[-1]] if objects and row[-1] in apart else found[Answer(row[1])]
        _count(line, _name(row))
        if row[2] and not objects:
            line.said.append((_name(row), row[2]))
    return [*found.values(), *(line for line in apart.values() if line.count)]


def _of_choice(poll: Poll, rows: list[Any]) -> list[Result]:
    found = {pk: Result(label, pk) for pk, label in _options(poll)}
    ballots = [row[0] for row in rows]
    chosen, maybe = _by_ballot(_chosen, ballots), _by_ballot(_maybe, ballots if poll.is_date else [])
    for row in rows:
        for option in chosen[row[0]]:
            _count(found[option], _name(row))
        for option in maybe[row[0]]:
            found[option].maybe += 1
            found[option].maybe_names += filter(None, [_name(row)])
    return list(found.values())


def _by_ballot(read: Any, ballots: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for ballot, option in read(ballots) if ballots else ():
        found[ballot].append(option)
    return found


def _mark_best(lines: list[Result]) -> None:
    """The date at which most can be there, if need be included; of those, the one that suits most; of those, the first."""
    best = max(lines, key=lambda line: (line.count + line.maybe, line.count), default=None)
    if best is not None and best.count + best.maybe:
        best.is_best = True


@prepared
def _opened(poll: Any) -> QuerySet[Urn]:
    return Urn.objects.filter(poll=poll).only("opened")


def _of_urn(poll: Poll) -> tuple[list[Result], list[tuple[str, str]]]:
    """Totals, and each ballot under its receipt; nothing where the urn was not opened."""
    found = [Result(label, pk) for pk, label in _options(poll)]
    urn = next(iter(_opened(poll)), None)
    ballots = []
    for receipt, places, maybe in (urn.opened if urn else None) or ():
        for place in places:
            found[place - 1].count += 1
        for place in maybe:
            found[place - 1].maybe += 1
        said = [found[place - 1].label for place in places]
        said += [_("%(date)s si besoin") % {"date": found[place - 1].label} for place in maybe]
        ballots.append((f"{receipt[:5]}-{receipt[5:]}", ", ".join(said)))
    return found, ballots


def _count(line: Result, name: str) -> None:
    line.count += 1
    if name:
        line.names.append(name)
