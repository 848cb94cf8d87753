"""How a member writes in a circle: freely; read again before, where mails already wait; or not until a day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import locked_open, said
from cercles.circles.actions.threads.asking import ask_question
from cercles.circles.actions.threads.files import drop_files, keep_files
from cercles.circles.actions.threads.writing import LONGEST, post_message, start_thread
from cercles.circles.emails import moderation as letters
from cercles.circles.enums import HeldReason, MeasureKind, MeasureState, MessageSource, Writing
from cercles.circles.models import Circle, CircleTheme, HeldFile, HeldMessage, Measure, Membership, Message, Thread
from cercles.circles.models.moderation import LONGEST_WORDS
from cercles.circles.models.threads import LONGEST_TITLE
from cercles.circles.queries.moderation import standing_of
from cercles.circles.rules import memory
from cercles.core import clock
from cercles.core.audience import key
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal

LONGEST_EXCLUSION = timedelta(days=366)
WRITES = {MeasureKind.REVIEWED: Writing.REVIEWED, MeasureKind.EXCLUDED: Writing.EXCLUDED}


@transaction.atomic
def restrict(
    *, membership: Membership, by: Any, what: str, motive: str, words: str, until: date | None = None
) -> Measure:
    """Read again before, or excluded until a day. It takes the place of what was in force, unless she waits for an answer about that.
    She gets the reason, and may contest it."""
    words = said(words, _("Dites en quelques phrases pourquoi : la personne les recevra."), field="words")
    circle = locked_open(membership.circle)
    row = Membership.objects.current().filter(pk=membership.pk).select_related("person").first()
    if row is None:
        raise RuleBroken("not_a_member", _("Cette personne n’est plus membre du cercle."))
    until = _last_day(what, until)
    _replace(circle, row.person, by)
    measure = Measure.objects.create(
        circle=circle,
        what=what,
        person=row.person,
        motive=motive,
        words=words[:LONGEST_WORDS],
        by=by,
        at=clock.now(),
        until=until,
    )
    row.writes, row.excluded_until = WRITES[MeasureKind(what)], until
    row.save(update_fields=["writes", "excluded_until"])
    memory.forget(row.person)
    journal.record("circles.restricted", circle, by=by, audience=key("person", by.pk), measure=measure.pk)
    letters.measure_taken(measure)
    return measure


def _last_day(what: str, until: date | None) -> date | None:
    if what != MeasureKind.EXCLUDED:
        return None
    today = clock.today()
    if until is None or not today < until <= today + LONGEST_EXCLUSION:
        raise RuleBroken(
            "no_last_day", _("Choisissez le dernier jour : après aujourd’hui, et dans un an au plus."), field="until"
        )
    return until


def _replace(circle: Circle, person: Any, by: Any) -> None:
    former = standing_of(circle, person)
    if former is not None and former.state == MeasureState.APPEALED:
        raise RuleBroken(
            "appealed",
            _(
                "La mesure en cours est contestée : une autre personne doit d’abord y répondre. Vous pouvez aussi la lever, puis en "
                "prendre une autre."
            ),
        )
    if former is not None:
        former.state, former.reviewed_at, former.reviewed_by = MeasureState.LIFTED, clock.now(), by
        former.save(update_fields=["state", "reviewed_at", "reviewed_by"])


def free(circle: Circle, person: Any) -> None:
    """She writes again as everybody does."""
    hers = Membership.objects.current().filter(circle=circle, person=person)
    hers.update(writes=Writing.FREE, excluded_until=None)
    memory.forget(person)


def rejoined(circle: Circle, person: Any) -> None:
    """Inside the act that lets her in: going out and coming back lifts nothing."""
    standing = standing_of(circle, person)
    if standing is not None:
        hers = Membership.objects.current().filter(circle=circle, person=person)
        hers.update(writes=WRITES[MeasureKind(standing.what)], excluded_until=standing.until)


# What she writes meanwhile


def start(
    *, circle: Circle, by: Any, title: str, text: str, files: Iterable[Any] = (), theme: CircleTheme | None = None,
    asks: bool = False,
) -> Thread | HeldMessage:  # fmt: skip
    """A new conversation, or what waits to become one. A question says so in its subject, as in a mail."""
    if _reviewed(circle, by):
        return _hold(circle, None, by, _("Question : %(title)s") % {"title": title} if asks else title, text, files)
    if asks:
        return ask_question(circle=circle, by=by, title=title, text=text, theme=theme, files=files)
    return start_thread(circle=circle, by=by, title=title, text=text, files=files)


def answer(*, thread: Thread, by: Any, text: str, files: Iterable[Any] = ()) -> Message | HeldMessage:
    """An answer, or what waits to become one."""
    if _reviewed(thread.circle, by):
        return _hold(thread.circle, thread, by, "", text, files)
    return post_message(thread=thread, by=by, text=text, files=files)


def _reviewed(circle: Circle, by: Any) -> bool:
    row = Membership.objects.current().filter(circle=circle, person=by).first()
    if row is not None and row.writing == Writing.EXCLUDED:
        raise RuleBroken(
            "excluded", _("Vous n’écrivez pas dans ce cercle pour le moment. Votre texte n’est pas envoyé.")
        )
    return row is not None and row.writing == Writing.REVIEWED


def _hold(circle: Circle, thread: Thread | None, by: Any, title: str, text: str, files: Iterable[Any]) -> HeldMessage:
    """Where mails wait for who facilitates. The files are checked now, as they are for everybody."""
    files = list(files)
    if not text.strip() and not files:
        raise RuleBroken("text_missing", _("Écrivez votre message, ou joignez un fichier."), field="text")
    rows = keep_files(files)
    try:
        with transaction.atomic():
            held = HeldMessage.objects.create(
                circle=locked_open(circle), thread=thread, person=by, reason=HeldReason.REVIEWED, sender=by.email,
                sender_name=by.display_name[:120], title=" ".join(title.split())[:LONGEST_TITLE], text=text.strip()[:LONGEST],
                files=[row.name for row in rows], source=MessageSource.SITE, at=clock.now(),
            )  # fmt: skip
            HeldFile.objects.bulk_create(HeldFile(held=held, file=row.file.name, name=row.name) for row in rows)
    except RuleBroken:
        drop_files(rows)
        raise
    return held
