"""A measure is contested once, by the person it concerns, and looked at again by somebody else (DSA, article 20)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import locked, said
from cercles.circles.actions.moderation.writing import free
from cercles.circles.emails import moderation as letters
from cercles.circles.enums import MEASURE_MOVES, MeasureKind, MeasureState
from cercles.circles.models import Measure
from cercles.circles.models.moderation import LONGEST_WORDS
from cercles.circles.queries.moderation import kind_of, reviewers, who_names
from cercles.circles.rules import can_appeal, can_review_measure
from cercles.core import clock
from cercles.core.audience import key
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal


def _fresh(measure: Measure) -> Measure:
    """As it is now, its circle locked before it."""
    circle = locked(measure.circle)
    rows = Measure.objects.select_for_update(of=("self",)).select_related("person", "by")
    fresh = rows.get(pk=measure.pk)
    fresh.circle = circle
    return fresh


def _step(measure: Measure, verb: str) -> None:
    goal = MEASURE_MOVES.get(MeasureState(measure.state), {}).get(verb)
    if goal is None:
        told = _("La mesure a changé entre-temps : « %(state)s ». Rien n’a été fait.")
        raise RuleBroken("changed_meanwhile", told % {"state": measure.state_label})
    measure.state = goal


@transaction.atomic
def contest(*, measure: Measure, by: Any, words: str) -> Measure:
    """Once. What was done stays done until somebody answers. Sent twice, it is sent once."""
    words = said(words, _("Dites en quelques phrases pourquoi cette décision n’est pas juste."), field="words")
    fresh = _fresh(measure)
    if fresh.appealed_at is not None:
        return fresh
    if not can_appeal(by, fresh):
        raise RuleBroken("no_appeal", _("Cette mesure ne se conteste plus."))
    _step(fresh, "appeal")
    fresh.appeal, fresh.appealed_at = words[:LONGEST_WORDS], clock.now()
    fresh.save(update_fields=["state", "appeal", "appealed_at"])
    ask_reviewers(fresh)
    return fresh


def ask_reviewers(measure: Measure) -> None:
    """Whoever may look at it again now and was not written to; when there is nobody, those who can name somebody."""
    people = reviewers(measure)
    if people:
        letters.contested(measure, people)
    else:
        letters.nobody_yet(measure, who_names(measure.circle))


@transaction.atomic
def confirm(*, measure: Measure, by: Any, review: str) -> Measure:
    """It stands, and the person reads why. There is no second complaint here: what remains is said in the letter."""
    return _answer(measure, by, review, "confirm")


@transaction.atomic
def give_back(*, measure: Measure, by: Any, review: str) -> Measure:
    """The complaint was right: everything is as before."""
    return _answer(measure, by, review, "lift")


def _answer(measure: Measure, by: Any, review: str, verb: str) -> Measure:
    review = said(review, _("Dites en une phrase pourquoi : la personne la recevra."), field="review")
    fresh = _fresh(measure)
    if not can_review_measure(by, fresh):
        raise RuleBroken("not_yours", _("Cette contestation a déjà reçu une réponse, ou revient à quelqu’un d’autre."))
    _step(fresh, verb)
    return _end(fresh, by, review[:LONGEST_WORDS])


@transaction.atomic
def lift(*, measure: Measure, by: Any) -> Measure:
    """Without being asked, or after all. Twice is once."""
    fresh = _fresh(measure)
    if fresh.state == MeasureState.LIFTED:
        return fresh
    _step(fresh, "lift")
    return _end(fresh, by)


def _end(measure: Measure, by: Any, review: str = "") -> Measure:
    """``review``: of who looked at it again. Lifted after that, it keeps the words and the name of who answered."""
    if review or measure.reviewed_at is None:
        measure.review, measure.reviewed_at, measure.reviewed_by = review, clock.now(), by
    measure.save(update_fields=["state", "review", "reviewed_at", "reviewed_by"])
    if measure.state == MeasureState.LIFTED:
        _undo(measure, by)
        # The register is for who facilitates; in the history of the circle, members would read that somebody was under measure.
        audience = key("person", by.pk)
        journal.record("circles.measure_lifted", measure.circle, by=by, audience=audience, measure=measure.pk)
    letters.measure_reviewed(measure, review)
    return measure


def _undo(measure: Measure, by: Any) -> None:
    if measure.what == MeasureKind.REMOVED and measure.object_id is not None:
        kind_of(measure.kind).restore(measure.object_id, by)
    elif measure.person is not None:
        free(measure.circle, measure.person)
