"""The polls of a circle: those that are open, the nearest end first; those that are over."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.circles.models import Circle
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.core.typography import when
from cercles.polls.enums import PollKind, PollState
from cercles.polls.models import Ballot, Poll
from cercles.polls.queries.voices import HOUSE

POLLS_A_PAGE = 20
_SAID = ("pk", "ref", "title", "kind", "state", "closes_at", "closed_at", "adopted", "round", "answered", "mine")


class PollLine(NamedTuple):
    pk: int
    ref: str
    title: str
    kind: str
    state: str
    closes_at: datetime
    closed_at: datetime | None
    adopted: bool | None
    round: int
    answered: int
    mine: int

    @property
    def outcome(self) -> str:
        if self.state == PollState.OPEN:
            return ""
        if self.state == PollState.CANCELLED:
            return _("Annulé")
        if self.kind != PollKind.CONSENT:
            return _("Clos")
        return _("Adoptée") if self.adopted else _("Non adoptée")

    @property
    def told(self) -> dict[str, Any]:
        """In plain values, for a page."""
        many = ngettext("%(n)d réponse", "%(n)d réponses", self.answered) % {"n": self.answered}
        end = _("clos le %(day)s") if self.closed_at else _("jusqu’au %(day)s")
        end = _("annulé le %(day)s") if self.state == PollState.CANCELLED else end
        return {
            "url": address_of("polls:detail", self.ref), "title": self.title,
            "note": f"{many} · {end % {'day': when(self.closed_at or self.closes_at)}}", "outcome": self.outcome,
            "answered": bool(self.mine), "open": self.state == PollState.OPEN,
            "adopted": self.adopted is not False and self.state != PollState.CANCELLED,
        }  # fmt: skip


def _counted(found: Any, reader: Any) -> Any:
    """With how many answered what is asked now, and whether the reader did, for herself or for whom she sits there."""
    said = Ballot.objects.filter(poll=OuterRef("pk"), round=OuterRef("round")).order_by().values("poll")
    hers = said.filter(Q(person=reader) | Q(cast_by=reader))
    number = {"output_field": IntegerField()}
    voices = Count("pk", filter=Q(organisation=None)) + Count(HOUSE, distinct=True)
    return found.annotate(
        answered=Coalesce(Subquery(said.annotate(n=voices).values("n"), **number), 0),
        mine=Coalesce(Subquery(hers.annotate(n=Count("pk")).values("n"), **number), 0),
    ).values_list(*_SAID)


@prepared
def _open(circle: Any, reader: Any) -> QuerySet[Poll, Any]:
    found = Poll.objects.visible_to(reader).filter(circle=circle, state=PollState.OPEN)
    return _counted(found.order_by("closes_at", "pk"), reader)


@prepared
def _over(circle: Any, reader: Any) -> QuerySet[Poll, Any]:
    over = (PollState.CLOSED, PollState.CANCELLED)
    found = Poll.objects.visible_to(reader).filter(circle=circle, state__in=over)
    return _counted(found.order_by("-closed_at", "-pk"), reader)


def open_in(circle: Circle, reader: Any) -> list[PollLine]:
    return [PollLine._make(row) for row in _open(circle, reader)]


def over_in(circle: Circle, reader: Any) -> Any:
    """For a ``Paginator``; each row through ``line_of``."""
    return _over.listed(circle, reader)


def line_of(row: Any) -> PollLine:
    return PollLine._make(row)
