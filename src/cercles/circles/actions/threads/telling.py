"""Who is written to about messages, and when: the worker's part, and the choice of each member."""

from typing import Any

from django.db import transaction

from cercles.circles.emails import questions
from cercles.circles.emails import threads as letters
from cercles.circles.emails.chasing import ASKED, start_of
from cercles.circles.enums import MessageSource, QuestionState
from cercles.circles.models import Circle, Membership, Mention, Message, Question
from cercles.circles.queries import current_members
from cercles.journal import actions as journal
from cercles.journal import queries as told
from cercles.journal.enums import Rhythm


def write_message_letters(message: int) -> None:
    """A letter for each member but its author, by her rhythm; whoever is named is told at once. Once however often it runs."""
    row = (
        Message.objects.select_related("thread__circle", "author", "answers").prefetch_related("files").get(pk=message)
    )
    if row.is_withdrawn or row.source == MessageSource.LIST:
        return
    circle = row.thread.circle
    root = row if row.number == 1 else row.thread.messages.get(number=1)
    rhythms = told.rhythms_of(circle.members_audience)
    named = set(Mention.objects.filter(message=row).values_list("person", flat=True))
    people = [membership.person for membership in current_members(circle) if membership.person_id != row.author_id]
    asked = Question.objects.filter(thread=row.thread).first()
    silent = told.unreachable([person.pk for person in people])
    for person in people:
        rhythm = rhythms.get(person.pk, Rhythm.EACH)
        if person.pk not in silent and (rhythm == Rhythm.EACH or (person.pk in named and rhythm != Rhythm.NEVER)):
            letters.message(row, root, person, act=_fits(asked, row, person))


# Asked just before a letter leaves: it may have waited for days, and what it tells may have been taken away since.


def _message_may_leave(mail: Any) -> bool:
    """What was taken away does not leave, nor what is quoted of it, nor a subject that went with it; given back meanwhile, all leaves.
    Nor does anything to whoever is no longer a member."""
    members = Membership.objects.current().filter(person=mail.person)
    found = Message.objects.select_related("thread__circle", "author").filter(
        thread__circle__in=members.values("circle")
    )
    row = found.filter(pk=_number(mail, 3)).first()
    if row is None or row.is_withdrawn or mail.person is None:
        return False
    if row.uncut is not None or row.thread.title_away:
        asked = Question.objects.filter(thread=row.thread).first()
        letters.message_again(mail, row, act=_fits(asked, row, mail.person))
    return True


def _question_may_leave(mail: Any) -> bool:
    """Carried to a member who may know: not once its words were taken away."""
    return Message.objects.filter(thread__question=_number(mail, 3), number=1, withdrawn_at=None).exists()


def _choice_may_leave(mail: Any) -> bool:
    """It names the subject."""
    return Message.objects.filter(pk=_number(mail, 3), thread__title_away="").exists()


def _number(mail: Any, place: int) -> int:
    return int(mail.key.split("-")[place].removeprefix("m"))


LEAVING = {letters.MESSAGES: _message_may_leave, ASKED: _question_may_leave, questions.CHOSEN: _choice_may_leave}


def _fits(asked: Question | None, row: Message, person: Any) -> tuple[str, str] | None:
    """Of an answer told to who asked, as long as she has not said which one answers: to say so from her mail."""
    waits = asked is not None and asked.state == QuestionState.OPEN and asked.asked_by_id == person.pk
    return questions.fits(row, person) if waits and row.number > 1 else None


@transaction.atomic
def choose_rhythm(*, circle: Circle, person: Any, rhythm: str) -> None:
    """A member's own choice."""
    journal.choose_rhythm(person=person, topic=circle.members_audience, rhythm=rhythm)


def rhythm_chosen(person: Any, topic: str, rhythm: str) -> None:
    """Inside the choice, wherever it is made: letters that had not left yet at the former rhythm do not leave any more."""
    kind, _colon, circle = topic.partition(":")
    if kind == "circle" and rhythm != Rhythm.EACH:
        journal.drop_waiting(start=f"circle-thread-{circle}-m", person=person)
    if kind == "circle" and rhythm == Rhythm.NEVER:
        journal.drop_waiting(start=start_of(int(circle)), person=person)
