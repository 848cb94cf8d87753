"""Meetings in the indicators of a circle, in its half-yearly review and in the file of who takes over. No line names anybody
but who promised something, in that file alone."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.circles.models import Circle, Membership
from cercles.circles.queries.reporting import Indicator, Part, few_of, year_before
from cercles.circles.queries.reporting.indicators import midnight
from cercles.core import clock
from cercles.core.prepared import prepared
from cercles.core.typography import when
from cercles.meetings.enums import Confidentiality, FollowUpState, MeetingState, Presence
from cercles.meetings.models import Decision, FollowUp, Meeting, Registration

_HELD = (MeetingState.HELD, MeetingState.CLOSED)
_READ_BY_MEMBERS = Q(
    meeting__minutes__published_number__gt=0, meeting__minutes__visibility__in=("circle", "network", "public")
)
LEAST_SEATS, LEAST_HELD = 5, 3


@prepared
def _held(circle: Circle, since: datetime, until: datetime) -> QuerySet[Meeting, Any]:
    found = Meeting.objects.filter(circle=circle, state__in=_HELD, ends_at__gte=since, ends_at__lt=until)
    return found.order_by("starts_at", "pk").values_list("pk", "title", "starts_at", "attendance_at")


@prepared
def _seats(circle: Circle, since: datetime, until: datetime) -> QuerySet[Registration, tuple[int, str]]:
    """``(person, state)`` of those who came or did not, where somebody ticked the list."""
    found = Registration.objects.filter(
        meeting__circle=circle, meeting__state__in=_HELD, meeting__attendance_at__isnull=False, meeting__ends_at__gte=since,
        meeting__ends_at__lt=until, state__in=(Presence.ATTENDED, Presence.ABSENT),
    )  # fmt: skip
    return found.order_by().values_list("person", "state")


@prepared
def _members(circle: Circle) -> QuerySet[Membership, int]:
    return Membership.objects.current().filter(circle=circle).order_by().values_list("person", flat=True)


@prepared
def _open(circle: Circle) -> QuerySet[FollowUp, Any]:
    found = FollowUp.objects.open().filter(meeting__circle=circle)
    return found.values_list("what", "due", "person__name", "organisation__name", "meeting__confidentiality")


@prepared
def _last(circle: Circle, until: datetime) -> QuerySet[Meeting, Any]:
    found = Meeting.objects.filter(circle=circle, state__in=_HELD, ends_at__lt=until).order_by("-ends_at")
    return found.values_list("ends_at", flat=True)[:1]


def indicators(circle: Circle, day: date) -> list[Indicator]:
    year, now = midnight(year_before(day)), midnight(day)
    over = _("du %(since)s au %(until)s") % {"since": when(year_before(day)), "until": when(day)}
    held, seats = _held(circle, year, now), _seats(circle, year, now)
    return [
        _count(held, over), _attendance(seats, over), _core(circle, held, seats, over), _idle(circle, now, day),
        _overdue(circle, day),
    ]  # fmt: skip


def _count(held: list[Any], over: str) -> Indicator:
    return Indicator(
        "held", _("Rencontres tenues"), str(len(held)), _("Rencontres passées qui n’ont pas été annulées."), over,
        _("rencontres"), number=len(held),
    )  # fmt: skip


def _attendance(seats: list[Any], over: str) -> Indicator:
    came = sum(state == Presence.ATTENDED for _person, state in seats)
    enough = len(seats) >= LEAST_SEATS
    return Indicator(
        "attendance", _("Taux de présence"), few_of(came, len(seats)) if enough else "",
        _("Places tenues, parmi les places prises, aux rencontres dont les présences ont été pointées."), over,
        _("présences pointées"), missing=_("moins de cinq places pointées"), number=came,
    )  # fmt: skip


def _core(circle: Circle, held: list[Any], seats: list[Any], over: str) -> Indicator:
    ticked = [row for row in held if row[3] is not None]
    members = set(_members(circle))
    times = Counter(person for person, state in seats if state == Presence.ATTENDED and person in members)
    core = sum(count * 2 >= len(ticked) for count in times.values())
    enough = len(ticked) >= LEAST_HELD
    return Indicator(
        "core", _("Noyau : membres présents une fois sur deux"), few_of(core, len(members)) if enough else "",
        _("Membres présents à la moitié au moins des rencontres dont les présences ont été pointées."), over,
        _("présences pointées"), missing=_("moins de trois rencontres pointées"), number=core,
    )  # fmt: skip


def _idle(circle: Circle, now: datetime, day: date) -> Indicator:
    last = next(iter(_last(circle, now)), None)
    days = (now - last).days if last else None
    return Indicator(
        "idle", _("Jours depuis la dernière rencontre"), "" if days is None else str(days),
        _("De la fin de la dernière rencontre tenue à ce jour."), _("au %(day)s") % {"day": when(day)}, _("rencontres"),
        missing=_("aucune rencontre tenue"), number=days,
    )  # fmt: skip


def _overdue(circle: Circle, day: date) -> Indicator:
    late = sum(due is not None and due < day for _what, due, *_who in _open(circle))
    return Indicator(
        "overdue", _("Suites dont le jour est passé"), str(late),
        _("Suites encore ouvertes, avec un jour dit, qui est passé."), _("au %(day)s") % {"day": when(day)},
        _("suites des rencontres"), number=late,
    )  # fmt: skip


def review(circle: Circle, since: date, until: date) -> list[Part]:
    """Meetings held, decisions that members read, what became of what was to be done."""
    start, end = midnight(since), midnight(until + timedelta(days=1))
    held = [
        _("%(day)s · %(title)s") % {"day": when(starts_at), "title": title}
        for _pk, title, starts_at, _ticked in _held(circle, start, end)
    ]
    decided = Decision.objects.filter(_READ_BY_MEMBERS, meeting__circle=circle, at__gte=start, at__lt=end)
    follow = FollowUp.objects.filter(meeting__circle=circle)
    lately = follow.filter(news_at__gte=start, news_at__lt=end)
    counts = [
        (lately.filter(state=FollowUpState.DONE).count(), _("faites")),
        (lately.filter(state=FollowUpState.DROPPED).count(), _("abandonnées, avec la raison")),
        (follow.open().count(), _("encore ouvertes")),
    ]
    return [
        Part(_("Rencontres"), held, _("Aucune rencontre tenue.")),
        Part(_("Décisions"), [row.text for row in decided.order_by("at", "pk")], _("Aucune décision notée.")),
        Part(_("Suites"), [f"{label} : {count}" for count, label in counts if count], _("Aucune suite.")),
    ]


def handover(circle: Circle, reader: Any) -> list[Part]:
    """The rhythm, what comes next as far as the reader sees it, what was promised and by whom: never under the Chatham House rule,
    since a file is taken away."""
    today = clock.today()
    held = _held(circle, midnight(year_before(today)), midnight(today))
    rhythm = ngettext("%(n)d rencontre tenue en douze mois", "%(n)d rencontres tenues en douze mois", len(held))
    lines = [rhythm % {"n": len(held)}, *(f"{when(row[2])} · {row[1]}" for row in held[-6:])]
    seen = Meeting.objects.visible_to(reader)
    coming = [
        f"{when(starts_at)} · {title} ({MeetingState(state).label})"
        for title, starts_at, state in seen.filter(circle=circle).to_come().values_list("title", "starts_at", "state")
    ]
    promised = [_promise(*row) for row in _open(circle)]
    return [
        Part(_("Le rythme"), lines),
        Part(_("Les prochaines rencontres"), coming, _("Aucune : c’est le premier geste à faire.")),
        Part(_("Ce qui a été promis"), promised, _("Aucune suite ouverte.")),
    ]


def _promise(what: str, due: date | None, person: str, organisation: str, confidentiality: str) -> str:
    who = "" if confidentiality == Confidentiality.CHATHAM else person or organisation or ""
    return " · ".join(filter(None, (what, who, due and _("pour le %(day)s") % {"day": when(due)})))
