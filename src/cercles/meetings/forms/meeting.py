"""Open a meeting, change it, do it again."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import Circle
from cercles.core.enums import Visibility
from cercles.core.fields import DayField, MomentField, PickField
from cercles.meetings.enums import FORMATS, MEETING_VISIBILITIES, ZONES, Confidentiality, Format
from cercles.meetings.models import Meeting
from cercles.people.models import User
from cercles.territories import queries as places

_MINUTES = 3  # digits
MOST_SEATS = 100_000


def agenda_text(items: list[dict[str, Any]]) -> str:
    """One line a point: « 20 | Récit | Claire Vidal »."""
    lines = []
    for item in items:
        parts = [str(item["minutes"] or ""), item["title"], item["speaker"]]
        lines.append(" | ".join(parts if item["speaker"] else parts[:2]))
    return "\n".join(lines)


def agenda_items(text: str) -> list[dict[str, Any]]:
    """A line without bars is a title; minutes are the number before the first bar."""
    items = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.split("|")]
        minutes = parts[0].removesuffix("min").strip()
        if len(parts) == 1 or not (minutes == "" or (minutes.isdecimal() and len(minutes) <= _MINUTES)):
            parts.insert(0, "")
            minutes = ""
        if parts[1]:
            speaker = " ".join(parts[2:]) if len(parts) > 2 else ""
            items.append({"minutes": int(minutes or 0), "title": parts[1], "speaker": speaker})
    return items


class MomentForm(forms.Form):
    """A day, an hour, a length: what one thinks of a meeting."""

    day = DayField(label=_("Jour"), widget=forms.DateInput)
    hour = forms.TimeField(label=_("Heure de début"), widget=forms.TimeInput)

    def moment(self, clean: dict[str, Any], zone: tzinfo) -> datetime | None:
        """On the clock of the meeting's place; None, and an error, for an hour that the change of season skips or says twice."""
        with timezone.override(zone):
            try:
                return from_current_timezone(datetime.combine(clean.pop("day"), clean.pop("hour")))
            except ValidationError:
                text = _(
                    "Cette nuit-là on change d’heure : cette heure n’existe pas, ou existe deux fois. Choisissez-en une autre."
                )
                self.add_error("hour", text)
        return None


class MeetingForm(MomentForm):
    """Short on purpose: five lines are enough, the rest has a default."""

    format = forms.ChoiceField(label=_("Format"), choices=Format.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Titre"), max_length=160)
    question = forms.CharField(
        label=_("La question posée"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ce que l’on saura en se quittant. Par exemple : que voulons-nous comprendre de ce qui a été essayé ?"),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("Durée en minutes"), min_value=10, max_value=2880, required=False,
        help_text=_("Laissez vide pour la durée habituelle du format."),
    )  # fmt: skip
    territory = PickField(
        label=_("Commune"), help_text=_("Nom ou code postal."), required=False,
        find=places.place_choices, load=places.choice_of, url="territories:suggest",
    )  # fmt: skip
    address = forms.CharField(
        label=_("Adresse"), max_length=255, required=False, help_text=_("Donnée aux seules personnes inscrites.")
    )
    link = forms.URLField(
        label=_("Lien de connexion"), max_length=500, required=False, assume_scheme="https",
        help_text=_("Donné aux seules personnes inscrites."),
    )  # fmt: skip
    visibility = forms.ChoiceField(
        label=_("Ouverte à"), widget=forms.RadioSelect, initial=Visibility.CIRCLE,
        choices=[(level.value, Visibility(level).label) for level in MEETING_VISIBILITIES],
    )  # fmt: skip
    chatham = forms.BooleanField(
        label=_("Sous la règle de Chatham House"), required=False,
        help_text=_("Ce qui se dit peut resservir, jamais qui l’a dit. Une fois choisie, elle ne se retire plus."),
    )  # fmt: skip
    time_zone = forms.ChoiceField(label=_("Heure de quel lieu"), required=False)
    capacity = forms.IntegerField(
        label=_("Nombre de places"), min_value=1, max_value=MOST_SEATS, required=False,
        help_text=_("Vide : sans limite."),
    )  # fmt: skip
    seats_per_organisation = forms.IntegerField(
        label=_("Places par organisation"), min_value=1, max_value=MOST_SEATS, required=False,
        help_text=_("Vide : sans limite."),
    )  # fmt: skip
    register_until = MomentField(
        label=_("Inscriptions jusqu’au"), required=False, widget=forms.DateTimeInput,
        help_text=_("Vide : jusqu’au début."),
    )  # fmt: skip
    reporter = forms.ModelChoiceField(
        User.objects.none(), label=_("Qui prend les notes"), required=False, empty_label=_("Personne en particulier"),
        help_text=_("Cette personne peut écrire le compte rendu, les décisions et les suites. L’animation le peut toujours."),
    )  # fmt: skip
    agenda = forms.CharField(
        label=_("Ordre du jour"), required=False, max_length=6000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Une ligne par point : minutes | titre | qui parle. Vide : celui du format. "
            "Sous la règle de Chatham House, « qui parle » n’est montré qu’aux participants : n’écrivez aucun nom ailleurs."
        ),
    )  # fmt: skip
    folded = ("minutes", "time_zone", "capacity", "seats_per_organisation", "register_until", "reporter", "agenda")
    folded_title = _("Durée, places, prise de notes, ordre du jour")
    defaults = {"time_zone": settings.TIME_ZONE}
    field_order = (
        "format",
        "title",
        "question",
        "day",
        "hour",
        "territory",
        "address",
        "link",
        "visibility",
        "chatham",
        *folded,
    )

    def __init__(self, data: Any = None, *, circle: Circle, meeting: Meeting | None = None):
        super().__init__(data, initial=_initial(meeting) if meeting else {"format": Format.REX, **self.defaults})
        self.fields["time_zone"].choices = _zones(meeting)
        people = Q(memberships__circle=circle, memberships__until__isnull=True)
        if meeting is not None:
            people |= Q(pk=meeting.reporter_id)  # she may have left the circle since
        self.fields["reporter"].queryset = User.objects.filter(people).distinct().order_by("search_key", "id")
        if meeting is not None and meeting.is_chatham:
            self.fields["chatham"].disabled = True

    @property
    def unfolds(self) -> bool:
        """What has a default is shown when it was chosen, or is to be corrected."""
        chosen = any(self[name].value() not in (None, "", self.defaults.get(name)) for name in self.folded)
        return chosen or any(name in self.errors for name in self.folded)

    def clean(self) -> dict[str, Any]:
        """What the actions take: moments rather than days and hours."""
        clean = super().clean() or self.cleaned_data
        if self.errors:
            return clean
        clean["time_zone"] = clean["time_zone"] or settings.TIME_ZONE
        zone = ZoneInfo(clean["time_zone"])
        starts_at = self.moment(clean, zone)
        if starts_at is None:
            return clean
        if clean["register_until"]:
            clean["register_until"] = timezone.localtime(clean["register_until"]).replace(tzinfo=zone)
        minutes = clean.pop("minutes") or FORMATS[clean["format"]].minutes
        agenda = agenda_items(clean.pop("agenda"))
        chatham = Confidentiality.CHATHAM if clean.pop("chatham") else Confidentiality.ORDINARY
        fields = {**clean, "starts_at": starts_at, "ends_at": starts_at.astimezone(UTC) + timedelta(minutes=minutes)}
        fields["confidentiality"] = chatham
        return {**fields, "agenda": agenda} if agenda else fields


def _zones(meeting: Meeting | None) -> list[tuple[str, Any]]:
    """Those one may choose; the instance's own, and the one it has, among them."""
    known = [settings.TIME_ZONE, *ZONES, *([meeting.time_zone] if meeting else [])]
    return [(name, ZONES.get(name, name)) for name in dict.fromkeys(known)]


def _initial(meeting: Meeting) -> Mapping[str, Any]:
    """On the clock of its place."""
    local, until = meeting.local_start, meeting.register_until
    names = ("format", "title", "question", "territory", "address", "link", "visibility", "capacity")
    return {
        **{name: getattr(meeting, name) for name in (*names, "seats_per_organisation", "time_zone", "reporter")},
        "day": local.date(), "hour": local.time(), "minutes": int(meeting.duration.total_seconds() // 60),
        "register_until": until.astimezone(meeting.zone).replace(tzinfo=None) if until else None,
        "chatham": meeting.is_chatham, "agenda": agenda_text(meeting.agenda),
    }  # fmt: skip


class AgainForm(MomentForm):
    """``duplicate_meeting``."""

    title = forms.CharField(label=_("Titre"), max_length=160)
    field_order = ("title", "day", "hour")

    def __init__(self, data: Any = None, *, meeting: Meeting):
        super().__init__(data, initial={"title": meeting.title, "hour": meeting.local_start.time()})
        self.zone = meeting.zone

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        return clean if self.errors else {"starts_at": self.moment(clean, self.zone), **clean}
