"""What the room shows on the pages of others: the menu, tabs, panels, ends of the thread, words of the history."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cercles.circles.models import Circle
from cercles.circles.rules import can_see_inside, memory
from cercles.core import clock
from cercles.core.components import NavItem, Panel, Tab
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.journal.queries import Node
from cercles.meetings import queries
from cercles.meetings.enums import MeetingState, Presence
from cercles.meetings.models import Meeting
from cercles.meetings.rules import can_open_meeting
from cercles.organisations.models import Organisation
from cercles.polls.models import Option, Poll
from cercles.polls.queries import results_of
from cercles.polls.rules import can_see_results

# Words that follow a name in the history of a meeting; registrations are told to nobody but their own person.
WORDS = {
    "meetings.opened": gettext_lazy("a préparé la rencontre"),
    "meetings.changed": gettext_lazy("a modifié la rencontre"),
    "meetings.question_brought": gettext_lazy("a mis une question du cercle à l’ordre du jour"),
    "meetings.announced": gettext_lazy("a annoncé la rencontre"),
    "meetings.cancelled": gettext_lazy("a annulé la rencontre"),
    "meetings.held": gettext_lazy("a noté que la rencontre a eu lieu"),
    "meetings.attendance": gettext_lazy("a pointé les présences"),
    "meetings.minutes_published": gettext_lazy("a publié une version du compte rendu"),
    "meetings.decided": gettext_lazy("a noté une décision"),
    "meetings.decision_removed": gettext_lazy("a retiré une décision"),
    "meetings.follow_up_added": gettext_lazy("a noté une suite"),
    "meetings.closed": gettext_lazy("a clos la rencontre"),
    "meetings.reopened": gettext_lazy("a rouvert la rencontre"),
}
SHOWN, WEEK_READ = 3, 12
ANSWERED = (Presence.REGISTERED, Presence.WAITING)


def nav() -> list[NavItem]:
    return [NavItem(gettext_lazy("Rencontres"), "meetings:agenda", "meetings")]


def nav_account(person: Any) -> list[NavItem]:
    return [NavItem(_("Mon agenda"), "meetings:my_calendar", "calendar", "meetings")]


def tabs(circle: Circle, reader: Any) -> list[Tab]:
    return [Tab(_("Rencontres"), address_of("meetings:of_circle", circle.slug), "meetings")]


@prepared
def _dated(poll: Any, led: Collection[int]) -> QuerySet[Meeting]:
    found = Meeting.objects.filter(date_poll=poll, circle__in=led, state=MeetingState.DRAFT)
    return found.only("ref", "title")


@prepared
def _dates(poll: Any, now: datetime) -> QuerySet[Option, Any]:
    return Option.objects.filter(poll=poll, starts_at__gt=now).order_by("position").values_list("pk", "label")


def poll_panels(poll: Poll, reader: Any) -> list[Panel]:
    """The meeting whose date it seeks, for who facilitates: one button a date."""
    if not poll.is_date or poll.is_cancelled:
        return []
    meeting = next(iter(_dated(poll, set(memory.facilitated(reader)))), None)
    if meeting is None:
        return []
    told = {line.pk: line for line in results_of(poll).lines} if can_see_results(reader, poll) else {}
    dates = [_date(pk, label, told.get(pk)) for pk, label in _dates(poll, clock.now())]
    return [Panel("meetings/panels/dates.html", {"meeting": meeting, "dates": dates})]


def _date(pk: int, label: str, told: Any) -> dict[str, Any]:
    """With how many it suits, for who may read it now."""
    note = _("Convient à %(many)s") % {"many": told.said_count} if told else ""
    return {"pk": pk, "label": label, "note": note, "is_best": bool(told and told.is_best)}


def thread_panels(thread: Any, reader: Any) -> list[Panel]:
    """A conversation that would be easier face to face: for who may open a meeting."""
    if not can_open_meeting(reader, thread.circle):
        return []
    return [Panel("meetings/thread_panel.html", {"slug": thread.circle.slug, "ref": thread.ref}, alone=True)]


def circle_overview(circle: Circle, reader: Any) -> list[Panel]:
    """« Prochaine rencontre »; where there is none, whoever may open one is shown how."""
    meeting = queries.next_of_circle(circle, reader)
    if meeting is None:
        return [Panel("meetings/panels/none.html", {"circle": circle})] if can_open_meeting(reader, circle) else []
    page = queries.page_of(meeting, reader, brief=True)
    context = {
        "meeting": meeting, "page": page, "moment": queries.moment_of(meeting),
        "place": queries.place_of(meeting, seated=page.seated),
    }  # fmt: skip
    return [Panel("meetings/panels/next.html", context)]


def home_public(reader: Any) -> list[Panel]:
    """« À venir, ouvert à tous »."""
    lines = queries.lines(queries.open_to_all(), reader)
    return [Panel("meetings/panels/public.html", {"lines": lines})] if lines else []


def week_panels(person: Any, told: Iterable[str]) -> list[Panel]:
    """The meetings she said she comes to, else those open to all; never one that a line above already leads to."""
    told = tuple(told)
    lines = queries.lines(queries.upcoming(person)[:WEEK_READ], person)
    own = [line for line in lines if line.state in ANSWERED]
    template = "meetings/panels/mine.html" if own else "meetings/panels/public.html"
    shown = [
        line
        for line in own or [line for line in lines if line.meeting.is_public]
        if not any(url.startswith(line.meeting.get_absolute_url()) for url in told)
    ]
    return [Panel(template, {"lines": shown[:SHOWN]})] if shown else []


def territory_panels(territory: Any, reader: Any) -> list[Panel]:
    lines = queries.lines(queries.upcoming_at(territory, reader), reader)
    return [Panel("meetings/panels/here.html", {"lines": lines})] if lines else []


def organisation_panels(organisation: Organisation, reader: Any) -> list[Panel]:
    """Where it sat, to those who may know it: never for a meeting under the Chatham House rule."""
    lines = queries.lines(queries.with_organisation(organisation, reader), reader)
    return [Panel("meetings/panels/sat.html", {"lines": lines})] if lines else []


def met(person: Any, circle: Circle) -> Iterable[int]:
    return queries.met_in(circle, person) if can_see_inside(person, circle) else ()


def thread_nodes(ids: Iterable[int], reader: Any) -> dict[int, Node]:
    return {
        meeting.pk: Node(meeting.title, meeting.get_absolute_url(), note=_note(meeting), at=meeting.local_start.date())
        for meeting in queries.ends(reader, list(ids))
    }


def _note(meeting: Meeting) -> str:
    words = meeting.format_label.lower()
    return f"{words}, {_('annulée')}" if meeting.is_cancelled else words


def close_told(circle: Circle) -> list[str]:
    """For the page that asks before closing a circle."""
    states = list(queries.ended_with(circle).values_list("state", flat=True))
    drafts = states.count(MeetingState.DRAFT)
    announced = len(states) - drafts
    told = []
    if announced:
        text = ngettext(
            "%(count)d rencontre à venir sera annulée : chaque personne invitée ou inscrite en sera prévenue par courriel.",
            "%(count)d rencontres à venir seront annulées : chaque personne invitée ou inscrite en sera prévenue par courriel.",
            announced,
        )
        told.append(text % {"count": announced})
    if drafts:
        text = ngettext(
            "%(count)d rencontre en préparation sera abandonnée.",
            "%(count)d rencontres en préparation seront abandonnées.",
            drafts,
        )
        told.append(text % {"count": drafts})
    return [*told, _("Rouvrir le cercle ne rétablit pas ces rencontres.")] if told else []


def erase_told(person: Any) -> list[tuple[bool, str]]:
    """For the page that asks before erasing."""
    return [
        (False, _("vos réponses après les rencontres, votre agenda et vos places aux rencontres à venir")),
        (True, _("que quelqu’un était à une rencontre, sans votre nom")),
    ]
