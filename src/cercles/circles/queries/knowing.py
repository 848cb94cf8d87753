"""Which members most likely know the answer to a question, each with the reasons, which are the whole of the reckoning.

The rules, one reason each (decision 0020):

1. she says in the grid that she does this (« Expérimente », « Pratique courante »), on the theme of the question, on a theme whose
   every long word is in the question, or in a sentence that shares two long words with it;
2. her message was chosen as the answer of a question on the same theme, or whose title shares two long words with it;
3. what rooms above know, by the same two words: a sheet she shared.

Who has more reasons is proposed first, then by name; at most five, shown by name, so that no order ranks anybody.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from cercles.circles.enums import DOING
from cercles.circles.models import Circle, PositionStatement, Question, Thread
from cercles.circles.queries.doing import party_of
from cercles.circles.queries.members import Member, members_of, themes_of
from cercles.core import slots
from cercles.core.markdown import plain
from cercles.core.text import search_key

AT_MOST = 5
LONG = 5  # letters of a word that says something
SHARED = 2  # words in common
_SAYS_NOTHING = (
    "autre avait avant avons avoir bonjour cela cette chacun chaque comme comment contre depuis encore entre etait faire faite faites "
    "leurs merci moins notre parce parmi pendant plusieurs pourquoi pouvez quand quelle quelles quelque quelques quels question selon "
    "sommes toujours toute toutes votre"
)
_EMPTY = frozenset(_SAYS_NOTHING.split())
_WORD = re.compile(r"[^\W\d_]+")


class Reason(NamedTuple):
    """Why somebody may know: as others read it, and as she is told."""

    of_her: str
    to_her: str


class Candidate(NamedTuple):
    """Somebody who may know, and why."""

    person_id: int
    name: str
    ref: str
    why: tuple[Reason, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(reason.of_her for reason in self.why)


def words_of(text: str) -> frozenset[str]:
    """Its long words, without accent, capital or mark of the plural."""
    found = (word for word in _WORD.findall(search_key(text)) if len(word) >= LONG and word not in _EMPTY)
    return frozenset(word.rstrip("sx") for word in found)


def share(words: frozenset[str], text: str) -> bool:
    """Whether a text speaks of the same."""
    return len(words & words_of(text)) >= SHARED


def text_of(question: Question) -> str:
    """What its first message says, without marks."""
    first = question.thread.messages.filter(number=1, withdrawn_at__isnull=True).first()
    return "" if first is None else first.text if first.is_plain else plain(first.text)


def asked_in(question: Question) -> str:
    return f"{question.thread.title} {text_of(question)}"


def who_may_know(question: Question, reader: Any) -> list[Candidate]:
    """For a page: a few, by name."""
    return sorted(likeliest(question, reader)[:AT_MOST], key=lambda one: (search_key(one.name), one.person_id))


def likeliest(question: Question, reader: Any) -> list[Candidate]:
    """Who has most reasons first, from what ``reader`` may see; never who asked, nor the reader, nor who left or keeps her page for
    herself."""
    circle: Circle = question.thread.circle
    words = words_of(asked_in(question))
    members = [one for one in members_of(circle) if one.is_reachable]
    told: dict[int, list[Reason]] = defaultdict(list)
    for person, reason in _reasons(question, circle, words, reader, members):
        if reason not in told[person]:
            told[person].append(reason)
    apart = {question.asked_by_id, reader.pk}
    known = [one for one in members if told.get(one.person_id) and one.person_id not in apart]
    known.sort(key=lambda one: (-len(told[one.person_id]), search_key(one.name), one.person_id))
    return [Candidate(one.person_id, one.name, one.ref, tuple(told[one.person_id])) for one in known]


def _reasons(
    question: Question, circle: Circle, words: frozenset[str], reader: Any, members: list[Member]
) -> Iterable[tuple[int, Reason]]:
    yield from _from_the_grid(question, circle, words, reader, members)
    yield from _from_answers(question, circle, words, reader)
    yield from slots.collect("circle.knowing", circle, reader, words)


def _from_the_grid(
    question: Question, circle: Circle, words: frozenset[str], reader: Any, members: list[Member]
) -> Iterable[tuple[int, Reason]]:
    themes = {theme.pk: theme.label for theme in themes_of(circle)}
    near = {pk for pk, label in themes.items() if words_of(label) and words_of(label) <= words} | {question.theme_id}
    rows = PositionStatement.objects.visible_to(reader).current().of_members()
    rows = rows.filter(theme__in=themes, level__in=DOING).select_related("organisation").order_by("theme", "pk")
    people: dict[str, list[int]] = defaultdict(list)
    for member in members:
        people[member.key].append(member.person_id)
    for row in rows:
        if row.theme_id in near or share(words, row.text):
            values = {"said": row.text or row.level_label, "theme": themes[row.theme_id]}
            reason = Reason(
                _("a écrit « %(said)s » sur le thème « %(theme)s »") % values,
                _("vous, ou votre organisation, avez écrit « %(said)s » sur le thème « %(theme)s »") % values,
            )
            yield from ((person, reason) for person in people[party_of(row)])


def _from_answers(
    question: Question, circle: Circle, words: frozenset[str], reader: Any
) -> Iterable[tuple[int, Reason]]:
    seen = Thread.objects.visible_to(reader).filter(circle=circle).order_by()
    rows = Question.objects.filter(thread__in=seen, answer__author__isnull=False).exclude(pk=question.pk).order_by("pk")
    for author, title, theme in rows.values_list("answer__author", "thread__title", "theme"):
        if (theme is not None and theme == question.theme_id) or share(words, title):
            values = {"title": title}
            yield (
                author,
                Reason(_("a répondu à « %(title)s »") % values, _("vous avez répondu à « %(title)s »") % values),
            )
