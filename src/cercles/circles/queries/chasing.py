"""Questions that nobody answered: which are taken to the members most likely to know, to whom, and who reads that they were.

The delays and numbers, and why, are in decision 0021.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.circles.enums import FACILITATING, QuestionState
from cercles.circles.models import Circle, Membership, Message, Question, Solicitation
from cercles.circles.queries.knowing import Candidate, likeliest
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.enums import Visibility
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import day_of, when
from cercles.journal.enums import Rhythm
from cercles.journal.queries import DueAct, DueItem, rhythms_of, unreachable
from cercles.people.models import User

CHASED_AFTER = timedelta(days=5)  # before the seventh day, when the week proposes to write to everybody
CHASED_UNTIL = timedelta(days=28)  # then it is for a meeting
PROPOSED_AFTER = timedelta(days=1)
AT_ONCE, AT_MOST = 3, 6  # people: in one go, and for one question in all
READ = 30
_REACHED = (Visibility.CIRCLE, Visibility.NETWORK)


def unanswered() -> QuerySet[Question]:
    """Of open circles: still asked and still to be read, and nobody but who asked has written since."""
    asked = Message.objects.filter(thread=OuterRef("thread"), number=1, withdrawn_at__isnull=True)
    others = Message.objects.filter(thread=OuterRef("thread"), number__gt=1, withdrawn_at__isnull=True)
    others = others.exclude(author=OuterRef("asked_by"))
    found = Question.objects.filter(
        Exists(asked), ~Exists(others), state=QuestionState.OPEN, thread__closed_at__isnull=True
    )
    return found.filter(thread__circle__in=Circle.objects.open().order_by().values("pk"))


def to_chase(now: datetime) -> list[int]:
    """Those whose delay is over, and that were taken to nobody."""
    taken = Solicitation.objects.filter(question=OuterRef("pk"))
    found = unanswered().filter(~Exists(taken), asked_at__lte=now - CHASED_AFTER, asked_at__gt=now - CHASED_UNTIL)
    return list(found.order_by("asked_at", "pk").values_list("pk", flat=True))


def for_whom(question: Question) -> Any | None:
    """In whose place the reasons are read: who asked, else who facilitates. A reason is told to nobody who may not read it."""
    rows = Membership.objects.current().filter(circle=question.thread.circle).select_related("person")
    asker = rows.filter(person=question.asked_by_id).first() if question.asked_by_id else None
    found = asker or rows.filter(role__in=FACILITATING).order_by("pk").first()
    return found.person if found else None


def to_ask(question: Question, by: Any = None) -> list[Candidate]:
    """Who was not asked yet, may be written to and has not written there, the likeliest first."""
    reader = for_whom(question)
    found = likeliest(question, reader) if reader else []
    people = [one.person_id for one in found]
    away = set(question.solicitations.values_list("person", flat=True))
    away |= set(question.thread.messages.filter(author__in=people).values_list("author", flat=True))
    rhythms = rhythms_of(question.thread.circle.members_audience)
    away |= {person for person in people if rhythms.get(person) == Rhythm.NEVER} | set(unreachable(people))
    reached = User.objects.filter(pk__in=people, reached_by__in=_REACHED, is_active=True)
    return [
        one for one in found
        if one.person_id in set(reached.values_list("pk", flat=True)) - away and one.person_id != getattr(by, "pk", None)
    ]  # fmt: skip


# What is told of it


class Taken(NamedTuple):
    """How a page says to how many members a question was taken; ``mine``: to the reader, who has not said that she does not know."""

    lines: tuple[str, ...]
    mine: bool


def taken_to(question: Question, reader: Any, *, may_read: bool) -> Taken:
    """One query. A line a day; never a name."""
    rows = question.solicitations.order_by("at", "pk").values_list("person", "at", "passed_at")
    days: dict[Any, int] = {}
    for _person, at, _passed in rows:
        days[day_of(at)] = days.get(day_of(at), 0) + 1
    lines = tuple(
        _("Demandé à %(whom)s le %(day)s.") % {"whom": members(many), "day": when(day)} for day, many in days.items()
    )
    mine = any(person == reader.pk and passed is None for person, _at, passed in rows)
    return Taken(lines if may_read else (), mine and question.state == QuestionState.OPEN)


def members(many: int) -> str:
    """« trois membres »."""
    words = {1: _("un membre"), 2: _("deux membres"), 3: _("trois membres")}
    return words.get(many) or ngettext("%(n)d membre", "%(n)d membres", many) % {"n": many}


@prepared
def _to_propose(circles: Collection[int], before: datetime, after: datetime) -> QuerySet[Question, Any]:
    taken = Solicitation.objects.filter(question=OuterRef("pk"))
    found = unanswered().filter(~Exists(taken), thread__circle__in=circles, asked_at__lte=before, asked_at__gt=after)
    rows = found.order_by("asked_at", "pk").annotate(circle_name=F("thread__circle__name"))
    return rows.values_list("thread__ref", "thread__title", "thread__circle__slug", "circle_name", "asked_at")[:READ]


def chase_due(person: Any) -> Iterable[DueItem]:
    """In the circles she facilitates: questions that the site will take to a few members, and that she may take there now."""
    led = memory.facilitated(person)
    now = clock.now()
    for ref, title, slug, circle, asked_at in (
        _to_propose(set(led), now - PROPOSED_AFTER, now - CHASED_AFTER) if led else ()
    ):
        days = {"asked": when(asked_at), "day": when(asked_at + CHASED_AFTER)}
        yield DueItem(
            _("Demander à qui pourrait savoir : « %(title)s »") % {"title": title},
            _("posée le %(asked)s, sans réponse ; le site demandera de lui-même le %(day)s") % days,
            _("Lire la question"), address_of("circles:thread", slug, ref), urgency=35, group=circle,
            act=DueAct(
                _("Demander maintenant"), address_of("circles:question_chase", slug, ref),
                _("Trois membres au plus la reçoivent à leur rythme, avec la raison. Aucun ne la reçoit deux fois."),
            ),
        )  # fmt: skip
