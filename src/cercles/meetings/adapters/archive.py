"""The meetings of a circle as files. Under the Chatham House rule nothing leaves that gives a name."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.core import clock
from cercles.core.portable import Column, Facts, Kind, Part, Seat, Sheet, Table
from cercles.core.text import search_key
from cercles.core.typography import when, when_time
from cercles.meetings.enums import TAKING_PART, Confidentiality, MeetingState
from cercles.meetings.models import Decision, FollowUp, Meeting, Minutes, MinutesVersion, Registration, Takeaway

_CHATHAM = Confidentiality.CHATHAM
_PEOPLE = ("person", "organisation__merged_into")


def _meetings(seat: Seat) -> QuerySet[Meeting]:
    found = Meeting.objects.filter(circle=seat.circle)
    return found if seat.facilitates else found.filter(announced_at__isnull=False)


def _hers(seat: Seat) -> Q:
    """Of what hangs on a meeting: those she takes part in; all of them for who facilitates."""
    if seat.facilitates:
        return Q(meeting__in=_meetings(seat))
    taken = Registration.objects.filter(person=seat.person, state__in=TAKING_PART).order_by().values("meeting")
    return Q(meeting__in=_meetings(seat)) & Q(meeting__in=taken)


def _minutes(seat: Seat) -> QuerySet[Minutes]:
    """Published: for whom they say, and for who took part. A draft never leaves."""
    shown = Q(visibility__in=["circle", "network", "public"], meeting__in=_meetings(seat))
    return Minutes.objects.filter(shown | _hers(seat), published_number__gt=0)


def _decisions(seat: Seat) -> QuerySet[Decision]:
    read = Q(meeting__in=_minutes(seat).order_by().values("meeting"))
    return Decision.objects.filter(read | _hers(seat))


def _takeaways(seat: Seat) -> QuerySet[Takeaway]:
    rows = Takeaway.objects.filter(meeting__in=_meetings(seat))
    return rows if seat.facilitates else rows.filter(Q(may_share=True) | Q(person=seat.person))


def _seats(seat: Seat) -> QuerySet[Registration]:
    """Who comes and who came; who declined, waited or was missed, for who facilitates and for each of herself."""
    rows = Registration.objects.filter(meeting__in=_meetings(seat).filter(announced_at__isnull=False))
    rows = rows.exclude(meeting__confidentiality=_CHATHAM)
    return rows if seat.facilitates else rows.filter(Q(state__in=TAKING_PART) | Q(person=seat.person))


def _leads(row: Any, seat: Seat) -> bool:
    return seat.facilitates


def _leads_or_hers(row: Any, seat: Seat) -> bool:
    return seat.facilitates or seat.is_hers(row.person_id)


def _named(row: Any, seat: Seat) -> bool:
    """Of a meeting."""
    return not row.is_chatham


def _named_below(row: Any, seat: Seat) -> bool:
    """Of what hangs on a meeting."""
    return not row.meeting.is_chatham


def _answer_named(row: Any, seat: Seat) -> bool:
    return not row.meeting.is_chatham and (seat.facilitates or seat.is_hers(row.person_id))


def _agenda(row: Any, seat: Seat) -> list[dict[str, Any]]:
    """Under the Chatham House rule, without who was to speak."""
    return [{**step, "speaker": ""} for step in row.agenda] if row.is_chatham else row.agenda


def unnamed_polls() -> QuerySet[Meeting, Any]:
    """The polls that sought the date of a meeting under the Chatham House rule: who answered leaves without a name."""
    return Meeting.objects.filter(confidentiality=_CHATHAM, date_poll__isnull=False).order_by().values("date_poll")


def _parts(row: Any, seat: Seat) -> Iterator[Part]:
    if row.question:
        yield Part(_("La question posée"), row.question)
    lines = [f"- {step.get('minutes', '')} min : {step.get('title', '')}" for step in row.agenda]
    if lines:
        yield Part(_("Ordre du jour"), "\n".join(lines))
    for version in MinutesVersion.objects.filter(minutes__in=_minutes(seat).filter(meeting=row)).order_by("-number"):
        heading = _("Compte rendu, version %(number)d du %(day)s")
        yield Part(heading % {"number": version.number, "day": when_time(version.published_at)}, version.text)
    decided = [f"- {one.text}" + (f" ({one.why})" if one.why else "") for one in _decisions(seat).filter(meeting=row)]
    if decided:
        yield Part(_("Décisions"), "\n".join(decided))
    todo = [f"- {one.what} ({one.state_label})" for one in FollowUp.objects.filter(meeting=row).order_by("id")]
    if todo:
        yield Part(_("À faire"), "\n".join(todo))


def _sheet(row: Any, seat: Seat) -> Sheet:
    facts = [
        (_("Quand"), when_time(row.starts_at)), (_("Format"), row.format_label), (_("Où"), row.town),
        (_("Confidentialité"), row.get_confidentiality_display()), (_("État"), row.get_state_display()),
        (_("Parce que"), row.state_reason),
    ]  # fmt: skip
    return Sheet(row.title, facts, _parts(row, seat))


def _ready(facts: Facts, circle: Any) -> Facts:
    return {**facts, "search_key": search_key(facts["title"])[:180]}


def _born(rows: list[Meeting], circle: Any) -> None:
    for row in rows:
        row.circle = circle
        Meeting.objects.filter(pk=row.pk).update(audience=row.audience_for(row.visibility))


def _minutes_born(rows: list[Minutes], circle: Any) -> None:
    for row in rows:
        row.meeting.circle = circle
        Minutes.objects.filter(pk=row.pk).update(audience=row.meeting.audience_for(row.visibility))


def _seat_ready(facts: Facts, circle: Any) -> Facts | None:
    """Nobody is signed up by a file: a seat is kept of a meeting that is over."""
    over = Meeting.objects.filter(pk=facts["meeting_id"], ends_at__lt=clock.now()).exists()
    return facts if over else None


def review(circle: Any) -> dict[str, list[str]]:
    """For the final review of a circle: what every member reads."""
    seat = Seat(circle=circle, facilitates=False)
    held = _meetings(seat).filter(state__in=[MeetingState.HELD, MeetingState.CLOSED]).order_by("starts_at", "id")
    decided = _decisions(seat).order_by("at", "id")
    left = FollowUp.objects.filter(meeting__in=_meetings(seat)).open().order_by("id")
    return {
        "done": [_("« %(title)s », le %(day)s") % {"title": one.title, "day": when(one.local_start)} for one in held],
        "decided": [one.text for one in decided],
        "remains": [one.what for one in left],
    }


def tables() -> list[Table]:
    return [MEETINGS, SEATS, MINUTES, VERSIONS, DECISIONS, FOLLOW_UPS, TAKEAWAYS]


MEETINGS = Table(
    name="rencontres", title=gettext_lazy("Rencontres"), model=Meeting, key="ref", sheet=_sheet, ready=_ready, born=_born,
    findable=True, unnamed=lambda row: row.is_chatham,
    rows=lambda seat: _meetings(seat).select_related("territory", "reporter", "opened_by", "date_poll").order_by("id"),
    columns=(
        Column("référence", "ref"), Column("titre", "title"), Column("format", "format", Kind.CHOICE),
        Column("question", "question"), Column("ordre du jour", "agenda", Kind.JSON, value=_agenda),
        Column("début", "starts_at", Kind.MOMENT), Column("fin", "ends_at", Kind.MOMENT), Column("fuseau", "time_zone"),
        Column("commune", "territory", Kind.WORD, code=("kind", "code")), Column("adresse", "address", shown=_leads),
        Column("lien", "link", shown=_leads), Column("confidentialité", "confidentiality", Kind.CHOICE),
        Column("places", "capacity", Kind.NUMBER), Column("places par organisation", "seats_per_organisation", Kind.NUMBER),
        Column("inscriptions jusqu’au", "register_until", Kind.MOMENT), Column("état", "state", Kind.CHOICE),
        Column("raison", "state_reason"), Column("visible", "visibility", Kind.CHOICE),
        Column("rapporteur", "reporter", Kind.ROW, "personnes", shown=_named),
        Column("ouverte par", "opened_by", Kind.ROW, "personnes", shown=_named),
        Column("sondage de date", "date_poll", Kind.ROW, "sondages"), Column("modifications", "sequence", Kind.NUMBER),
        Column("annoncée le", "announced_at", Kind.MOMENT), Column("présences notées le", "attendance_at", Kind.MOMENT),
        Column("fictive", "is_fictional", Kind.YES), Column("préparée le", "created_at", Kind.MOMENT),
        Column("changée le", "changed_at", Kind.MOMENT),
    ),
)  # fmt: skip

SEATS = Table(
    name="inscriptions", title=gettext_lazy("Inscriptions"), model=Registration, in_circle="", ready=_seat_ready,
    rows=lambda seat: _seats(seat).select_related("meeting", "invited_by", *_PEOPLE).order_by("id"),
    columns=(
        Column("rencontre", "meeting", Kind.ROW, "rencontres"), Column("personne", "person", Kind.ROW, "personnes"),
        Column("organisation", "organisation", Kind.ROW, "organisations"), Column("état", "state", Kind.CHOICE),
        Column("comment", "came", Kind.CHOICE), Column("rang", "queue_number", Kind.NUMBER, shown=_leads_or_hers),
        Column("invitée par", "invited_by", Kind.ROW, "personnes", shown=_leads_or_hers), Column("le", "created_at", Kind.MOMENT),
        Column("changée le", "changed_at", Kind.MOMENT),
    ),
)  # fmt: skip

MINUTES = Table(
    name="comptes_rendus", aside=True, title=gettext_lazy("Comptes rendus"), model=Minutes, in_circle="", born=_minutes_born,
    rows=lambda seat: _minutes(seat).select_related("meeting").order_by("id"), findable=True,
    columns=(
        Column("rencontre", "meeting", Kind.ROW, "rencontres"), Column("version", "published_number", Kind.NUMBER),
        Column("visible", "visibility", Kind.CHOICE),
    ),
)  # fmt: skip

VERSIONS = Table(
    name="comptes_rendus_versions", aside=True, title=gettext_lazy("Versions des comptes rendus"), model=MinutesVersion, in_circle="",
    rows=lambda seat: MinutesVersion.objects.filter(minutes__in=_minutes(seat))
    .select_related("minutes__meeting", "author").order_by("id"),
    columns=(
        Column("compte rendu", "minutes", Kind.ROW, "comptes_rendus"), Column("version", "number", Kind.NUMBER),
        Column("texte", "text"), Column("ce qui change", "what_changed"),
        Column("de", "author", Kind.ROW, "personnes", shown=lambda row, seat: not row.minutes.meeting.is_chatham),
        Column("publiée le", "published_at", Kind.MOMENT),
    ),
)  # fmt: skip

DECISIONS = Table(
    name="decisions", title=gettext_lazy("Décisions"), model=Decision, in_circle="",
    rows=lambda seat: _decisions(seat).select_related("meeting").order_by("id"),
    columns=(
        Column("rencontre", "meeting", Kind.ROW, "rencontres"), Column("ce qui est décidé", "text"),
        Column("pourquoi", "why"), Column("le", "at", Kind.MOMENT),
    ),
)  # fmt: skip

FOLLOW_UPS = Table(
    name="a_faire", title=gettext_lazy("À faire"), model=FollowUp, in_circle="",
    rows=lambda seat: FollowUp.objects.filter(meeting__in=_meetings(seat)).select_related("meeting", *_PEOPLE).order_by("id"),
    columns=(
        Column("rencontre", "meeting", Kind.ROW, "rencontres"), Column("quoi", "what"),
        Column("qui", "person", Kind.ROW, "personnes", shown=_named_below),
        Column("organisation", "organisation", Kind.ROW, "organisations", shown=_named_below),
        Column("pour le", "due", Kind.DAY), Column("état", "state", Kind.CHOICE), Column("pourquoi", "reason"),
        Column("nouvelles le", "news_at", Kind.MOMENT), Column("noté le", "created_at", Kind.MOMENT),
    ),
)  # fmt: skip

TAKEAWAYS = Table(
    name="ce_que_chacun_retient", title=gettext_lazy("Ce que chacun retient"), model=Takeaway, in_circle="",
    rows=lambda seat: _takeaways(seat).select_related("meeting", "person").order_by("id"),
    columns=(
        Column("rencontre", "meeting", Kind.ROW, "rencontres"),
        Column("de", "person", Kind.ROW, "personnes", shown=_answer_named), Column("réponse", "text"),
        Column("va essayer", "will_try", Kind.YES), Column("le cercle peut lire", "may_share", Kind.YES),
        Column("le", "answered_at", Kind.MOMENT), Column("trois mois après", "outcome"),
        Column("dit le", "outcome_at", Kind.MOMENT), Column("redemandé le", "asked_again_at", Kind.MOMENT),
    ),
)  # fmt: skip
