"""Ask a question, say what answers it, vouch for the answer; each can be taken back."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import locked_open, said
from cercles.circles.actions.threads.asking import ask_question, mark_question
from cercles.circles.actions.threads.writing import locked_thread
from cercles.circles.emails import chasing
from cercles.circles.emails import questions as letters
from cercles.circles.enums import QUESTION_MOVES, QuestionState
from cercles.circles.models import CircleTheme, Message, Question, Thread
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.search import actions as search

__all__ = ["ask_question", "certify", "settle", "turn_into_question", "uncertify", "unsettle"]


@transaction.atomic
def turn_into_question(*, thread: Thread, by: Any, theme: CircleTheme | None = None) -> Question:
    """What is being discussed is a question of who started it. Twice is once."""
    thread.circle = locked_open(thread.circle)
    fresh = locked_thread(thread)
    known = Question.objects.filter(thread=fresh).first()
    if known is not None:
        return known
    if fresh.is_closed:
        raise RuleBroken("thread_closed", _("Cet échange est clos : rouvrez-le pour en faire une question."))
    return mark_question(fresh, fresh.started_by, by, theme)


def locked_question(question: Question) -> Question:
    """As it is now; its circle, then its thread, locked before it."""
    thread = question.thread
    thread.circle = locked_open(thread.circle)
    fresh = Question.objects.select_for_update(of=("self",)).select_related("answer").get(pk=question.pk)
    fresh.thread = locked_thread(thread)
    return fresh


def _step(question: Question, verb: str) -> None:
    goal = QUESTION_MOVES[QuestionState(question.state)].get(verb)
    if goal is None:
        told = _("La question a changé entre-temps : « %(state)s ». Rien n’a été fait.")
        raise RuleBroken("changed_meanwhile", told % {"state": question.get_state_display()})
    question.state = goal
    question.certified_by, question.certified_at, question.certified_said = None, None, ""


def _keep(question: Question, by: Any, what: str, **told: Any) -> Question:
    question.save()
    search.touch(question.thread)
    journal.record(f"circles.{what}", question.thread, by=by, **told)
    return question


@transaction.atomic
def settle(*, question: Question, by: Any, answer: Message) -> Question:
    """« C’est la réponse ». Another message later takes its place; who vouched for the former vouches for it no more."""
    fresh = locked_question(question)
    answer.refresh_from_db()
    if answer.thread_id != fresh.thread_id or answer.is_withdrawn:
        raise RuleBroken("no_such_answer", _("Ce message n’est pas, ou n’est plus, dans cet échange."))
    if answer.number == 1:
        raise RuleBroken("asks", _("C’est le message qui pose la question : choisissez celui qui y répond."))
    if fresh.answer_id == answer.pk:
        return fresh
    _step(fresh, "settle")
    fresh.answer, fresh.answered_at = answer, clock.now()
    journal.drop_waiting(start=chasing.start_of(fresh.thread.circle, fresh))
    if answer.author is not None and answer.author_id != by.pk:
        letters.chosen(fresh, answer, by)
    return _keep(fresh, by, "answer_settled", number=answer.number)


@transaction.atomic
def unsettle(*, question: Question, by: Any) -> Question:
    """It did not answer after all: the question waits again. Twice is once."""
    fresh = locked_question(question)
    if fresh.state == QuestionState.OPEN:
        return fresh
    _step(fresh, "unsettle")
    fresh.answer, fresh.answered_at = None, None
    return _keep(fresh, by, "answer_unsettled")


@transaction.atomic
def certify(*, question: Question, by: Any, sentence: str) -> Question:
    """One sentence says why this answer holds."""
    why = _("Dites en une phrase pourquoi cette réponse est la bonne.")
    sentence = said(" ".join(sentence.split()), why, field="sentence")[:300]
    fresh = locked_question(question)
    if fresh.answer_id != question.answer_id:
        raise RuleBroken("changed_meanwhile", _("La réponse choisie a changé entre-temps : relisez-la d’abord."))
    _step(fresh, "certify")
    fresh.certified_by, fresh.certified_at, fresh.certified_said = by, clock.now(), sentence
    return _keep(fresh, by, "answer_certified")


@transaction.atomic
def uncertify(*, question: Question, by: Any) -> Question:
    """The answer stays the one that was chosen. Twice is once."""
    fresh = locked_question(question)
    if fresh.state != QuestionState.CERTIFIED:
        return fresh
    _step(fresh, "uncertify")
    return _keep(fresh, by, "answer_uncertified")
