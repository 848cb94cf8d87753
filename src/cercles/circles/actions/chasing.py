"""A question that nobody answered is taken to the members most likely to know; who does not passes it to the next."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.questions import locked_question
from cercles.circles.emails import chasing as letters
from cercles.circles.enums import QuestionState
from cercles.circles.models import Question, Solicitation
from cercles.circles.queries.chasing import AT_MOST, AT_ONCE, to_ask, to_chase, unanswered
from cercles.circles.queries.knowing import Candidate
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.core.jobs import one_by_one
from cercles.journal import actions as journal
from cercles.journal import queries as told
from cercles.journal.enums import GROUPED, Rhythm


def chase_questions() -> dict[str, int]:
    """All whose delay is over, a question a transaction. Begun again anywhere, nobody is asked twice; one that fails stops no other."""
    asked = one_by_one("question", to_chase(clock.now()), _take)
    return {"questions": sum(map(bool, asked)), "people": sum(asked)}


def _take(pk: int) -> int:
    question = _question(pk)
    return len(take_question(question=question)) if question else 0


def _question(pk: int) -> Question | None:
    return Question.objects.select_related("thread__circle").filter(pk=pk).first()


def take_question(*, question: Question, by: Any = None, most: int = AT_ONCE) -> list[Solicitation]:
    """To ``most`` members at once; who they are is worked out before anything is held. ``by``: who facilitates, by hand."""
    found = to_ask(question, by)
    with transaction.atomic():
        fresh = locked_question(question) if by else _locked_if_it_waits(question)
        if fresh is None:
            return []
        gone = fresh.thread.messages.filter(number=1, withdrawn_at__isnull=False).exists()
        if fresh.state != QuestionState.OPEN or fresh.thread.is_closed or gone:
            raise RuleBroken("not_waiting", _("Cette question n’attend plus de réponse."))
        rows = _ask(fresh, found, by, most)
    if by is not None and not rows:
        raise RuleBroken("nobody_knows", _("Personne d’autre, parmi les membres à qui écrire, n’a dit le savoir."))
    return rows


def _locked_if_it_waits(question: Question) -> Question | None:
    """For the site itself: closed or answered meanwhile, there is nothing to do, and nobody to say it to."""
    try:
        fresh = locked_question(question)
    except RuleBroken:
        return None
    return fresh if unanswered().filter(pk=fresh.pk).exists() else None


def _ask(question: Question, found: list[Candidate], by: Any, most: int) -> list[Solicitation]:
    """In the caller's transaction, the question locked: a row a person, and her letter, or a line of her next grouped mail."""
    known = set(question.solicitations.values_list("person", flat=True))
    chosen = [one for one in found if one.person_id not in known][: max(0, min(most, AT_MOST - len(known)))]
    rhythms = told.rhythms_of(question.thread.circle.members_audience)
    rows = [
        Solicitation.objects.create(
            question=question, person_id=one.person_id, by=by, at=clock.now(), reasons=[why.to_her for why in one.why],
            is_grouped=rhythms.get(one.person_id, Rhythm.EACH) in GROUPED,
        )
        for one in chosen
    ]  # fmt: skip
    for row in rows:
        if not row.is_grouped:
            letters.asked(row)
    if rows:
        journal.record("circles.question_taken", question.thread, by=by, people=len(rows))
    return rows


def do_not_know(*, solicitation: Solicitation, by: Any) -> None:
    """« Je ne sais pas »: the next likely member is asked, if the question still waits. Twice is once."""
    question = solicitation.question
    found = to_ask(question)
    with transaction.atomic():
        fresh = locked_question(question)
        passed = Solicitation.objects.filter(pk=solicitation.pk, passed_at=None).update(passed_at=clock.now())
        if passed and unanswered().filter(pk=fresh.pk).exists():
            _ask(fresh, found, None, 1)


def rhythm_chosen(person: Any, topic: str, rhythm: str) -> None:
    """She no longer wants grouped mails: what the next one would have asked leaves in a letter of its own."""
    kind, _colon, circle = topic.partition(":")
    if kind != "circle" or rhythm != Rhythm.EACH:
        return
    choice = told.choices_of(person).get(topic)
    rows = Solicitation.objects.filter(
        person=person, question__thread__circle=int(circle), is_grouped=True, passed_at=None
    )
    if choice is not None:
        rows = rows.filter(at__gt=choice.told_until)
    waiting = rows.filter(question__in=unanswered().order_by().values("pk"))
    for row in waiting.select_related("question__thread__circle", "question__asked_by", "person"):
        Solicitation.objects.filter(pk=row.pk).update(is_grouped=False)
        letters.asked(row)
