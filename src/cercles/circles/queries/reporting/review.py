"""The half-yearly review: its period, its facts, the text that is proposed, the stage that the facts suggest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.circles.enums import ReviewState, Stage
from cercles.circles.models import Circle, HalfYearReview, Membership, StageNote, Thread
from cercles.circles.queries.reporting.indicators import midnight
from cercles.circles.queries.reporting.parts import Indicator, Part, as_markdown, few
from cercles.circles.rules import memory
from cercles.core import clock, slots
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import when
from cercles.journal.queries import DueItem

HALF_YEAR = timedelta(days=183)


@prepared
def _draft(circle: Circle) -> QuerySet[HalfYearReview]:
    return HalfYearReview.objects.filter(circle=circle, state=ReviewState.DRAFT).select_related("changed_by")


def draft_of(circle: Circle) -> HalfYearReview | None:
    return next(iter(_draft(circle)), None)


def written_last(circle: Circle) -> HalfYearReview | None:
    """The draft; without one, the review published last. Its revision is what the next writing starts from."""
    rows = HalfYearReview.objects.filter(circle=circle).select_related("changed_by")
    return draft_of(circle) or rows.order_by("-published_at", "-pk").first()


def next_period(circle: Circle) -> tuple[date, date]:
    """From the end of the last one, or six months ago, to today."""
    today = clock.today()
    last = circle.reviews.filter(state=ReviewState.PUBLISHED).values_list("until", flat=True).first()
    since = last if last and last < today else today - HALF_YEAR
    return since, today


def circle_half_year(circle: Circle, since: date, until: date) -> list[Part]:
    """What this room knows: who entered and left, as numbers, conversations, stages noted."""
    start, end = midnight(since), midnight(until + timedelta(days=1))
    rows = Membership.objects.filter(circle=circle)
    here = rows.current().count()
    came = rows.filter(since__gte=start, since__lt=end).values("person").distinct().count()
    gone = rows.filter(until__gte=start, until__lt=end).values("person").distinct().count()
    threads = Thread.objects.filter(circle=circle, created_at__gte=start, created_at__lt=end)
    answered = threads.filter(count__gt=1).count()
    asked = threads.count()
    lines = [
        _("Nouveaux membres : %(n)s") % {"n": few(came, max(here, came))},
        _("Départs : %(n)s") % {"n": few(gone, max(here, gone))},
        ngettext("%(n)d échange lancé, dont %(a)d avec une réponse", "%(n)d échanges lancés, dont %(a)d avec une réponse", asked)
        % {"n": asked, "a": answered},
    ]  # fmt: skip
    noted = StageNote.objects.filter(circle=circle, at__gte=start, at__lt=end).order_by("at", "pk")
    lines += [f"{when(note.at)} · {note.stage_label} : {note.note}" for note in noted]
    return [Part(_("La vie du cercle"), lines)]


def draft_text(circle: Circle, since: date, until: date, numbers: list[Indicator]) -> str:
    """What exists, as a text to be read and changed."""
    parts: list[Part] = slots.collect("circle.half_year", circle, since, until)
    told = [
        f"{one.label} : {one.value or _('non mesuré') + ' (' + one.missing + ')'}. {one.how} ({one.period})" for one in numbers
    ]  # fmt: skip
    return as_markdown(
        [*parts, Part(_("Les indicateurs"), told), Part(_("Ce que nous en retenons"), nothing=_("À écrire."))]
    )


@dataclass(frozen=True)
class Suggestion:
    """A stage that the facts suggest, and which. People set it, or not."""

    stage: str
    why: str

    @property
    def label(self) -> str:
        return str(Stage(self.stage).label)


def suggestion_for(stage: str, numbers: list[Indicator]) -> Suggestion | None:
    """Plain thresholds, said in the sentence; nothing is ever set by itself."""
    known = {one.key: one.number for one in numbers}
    members, newcomers = known.get("members") or 0, known.get("newcomers") or 0
    held, outputs, idle = known.get("held") or 0, known.get("outputs") or 0, known.get("idle")
    if stage in (Stage.MATURING, Stage.ACTIVE) and idle is not None and idle > HALF_YEAR.days:
        return Suggestion(Stage.TRANSFORMATION, _("aucune rencontre depuis plus de six mois"))
    if stage == Stage.POTENTIAL and members >= 5 and held >= 1:
        return Suggestion(Stage.COALESCING, _("au moins cinq membres, et une première rencontre tenue"))
    if stage == Stage.COALESCING and newcomers >= 3 and held >= 2:
        return Suggestion(Stage.MATURING, _("au moins trois nouveaux membres et deux rencontres en un an"))
    if stage == Stage.MATURING and outputs >= 3:
        return Suggestion(Stage.ACTIVE, _("au moins trois fiches partagées ou reprises déclarées en un an"))
    return None


@prepared
def _without(circles: Collection[int], before: date, born: datetime) -> QuerySet[Circle, tuple[str, str]]:
    """Open six months ago, and no review since."""
    lately = HalfYearReview.objects.filter(circle=OuterRef("pk"), state=ReviewState.PUBLISHED, until__gt=before)
    found = Circle.objects.open().filter(~Exists(lately), pk__in=circles, created_at__lt=born)
    return found.order_by("pk").values_list("name", "slug")


def review_due(person: Any) -> list[DueItem]:
    """Every six months, in the circles she facilitates."""
    led = memory.facilitated(person)
    if not led:
        return []
    today = clock.today()
    return [
        DueItem(
            _("Relire le bilan du semestre de « %(circle)s »") % {"circle": name},
            _("il s’est écrit avec ce qui existe ; trois questions restent"),
            _("Relire et publier"), address_of("circles:review_write", slug), urgency=25, group=name,
        )
        for name, slug in _without(set(led), today - HALF_YEAR, midnight(today - HALF_YEAR))
    ]  # fmt: skip


def as_text(review: HalfYearReview, traits: list[tuple[str, bool, str]]) -> str:
    """A published review as Markdown, to be kept or read elsewhere."""
    title = _("# Bilan du semestre de « %(circle)s », du %(since)s au %(until)s") % {
        "circle": review.circle.name, "since": when(review.since), "until": when(review.until),
    }  # fmt: skip
    answers = [f"{question} {_('Oui') if answer else _('Non')}. {said}" for question, answer, said in traits]
    return f"{title}\n\n{review.text.strip()}\n\n{as_markdown([Part(_('Trois questions sur le cercle'), answers)])}"
