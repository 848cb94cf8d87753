"""The fields of a meeting, as its form writes them: cleaned, and never against who already has a seat."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from cercles.core.enums import Visibility
from cercles.core.errors import RuleBroken
from cercles.core.text import search_key
from cercles.journal.models import Entry
from cercles.journal.queries import kind_of
from cercles.meetings.enums import Confidentiality
from cercles.meetings.models import Meeting, MinutesVersion
from cercles.organisations.models import Organisation

FIELDS = (
    "format", "title", "question", "agenda", "starts_at", "ends_at", "time_zone", "territory", "address", "link", "capacity",
    "seats_per_organisation", "register_until", "visibility", "confidentiality", "reporter",
)  # fmt: skip


def check_seats(meeting: Meeting, fields: Mapping[str, Any]) -> None:
    """Nobody loses a seat that was given: neither number is put below what is used."""
    seated = meeting.registrations.seated()
    capacity, limit = (_changed(meeting, fields, name) for name in ("capacity", "seats_per_organisation"))
    if capacity is not None and capacity < (count := seated.count()):
        text = _("%(count)d personnes sont déjà inscrites : gardez au moins %(count)d places.") % {"count": count}
        raise RuleBroken("capacity_below_seated", text, field="capacity")
    used = seated.with_house().exclude(house=None).values("house").annotate(count=Count("pk"))
    most = used.order_by("-count", "house").first() if limit is not None else None
    if limit is not None and most is not None and limit < most["count"]:
        text = _(
            "« %(name)s » a déjà %(count)d personnes inscrites : gardez au moins %(count)d places par organisation."
        )
        told = {"name": Organisation.objects.get(pk=most["house"]).name, "count": most["count"]}
        raise RuleBroken("seats_below_used", text % told, field="seats_per_organisation")


def _changed(meeting: Meeting, fields: Mapping[str, Any], name: str) -> int | None:
    """The number asked for, when it is another."""
    wanted: int | None = fields.get(name)
    return wanted if wanted != getattr(meeting, name) else None


def fill(meeting: Meeting, fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"no such field of a meeting: {', '.join(sorted(unknown))}")
    if meeting.is_chatham and fields.get("confidentiality", Confidentiality.CHATHAM) != Confidentiality.CHATHAM:
        text = _("La règle de Chatham House ne se retire pas : les personnes venues sous cette règle y comptent.")
        raise RuleBroken("chatham_is_one_way", text, field="confidentiality")
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.title = " ".join(meeting.title.split())
    meeting.search_key = search_key(meeting.title)[:180]
    meeting.agenda = _agenda(meeting.agenda)
    if meeting.ends_at <= meeting.starts_at:
        raise RuleBroken("ends_before", _("La fin précède le début : vérifiez l’heure ou la durée."), field="minutes")
    if meeting.register_until and meeting.register_until > meeting.starts_at:
        text = _("Les inscriptions se ferment au plus tard au début de la rencontre.")
        raise RuleBroken("deadline_after_start", text, field="register_until")
    if meeting.visibility not in (Visibility.CIRCLE, Visibility.NETWORK, Visibility.PUBLIC):
        raise RuleBroken("visibility_unknown", _("Choisissez à qui la rencontre est ouverte."), field="visibility")


def _agenda(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "minutes": max(0, min(int(item.get("minutes") or 0), 1440)),
            "title": str(item["title"]).strip()[:300],
            "speaker": str(item.get("speaker") or "").strip()[:200],
        }
        for item in items
        if str(item.get("title") or "").strip()
    ]


def forget_names(meeting: Meeting) -> None:
    """The rule was just taken: what was already written loses its authors, and its history names nobody."""
    MinutesVersion.objects.filter(minutes__meeting=meeting).update(author=None)
    for of_meeting in (Meeting.objects.filter(pk=meeting.pk), meeting.registrations.all(), meeting.follow_ups.all()):
        ids = list(of_meeting.values_list("pk", flat=True))
        Entry.objects.filter(kind=kind_of(of_meeting.model), object_id__in=ids).update(by=None)
