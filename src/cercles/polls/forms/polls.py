"""Open a poll, close it, treat an objection."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cercles.core import clock
from cercles.core.fields import DayField
from cercles.polls.enums import ObjectionState, PollKind, ShownWhen, Voters
from cercles.polls.models import Objection, Poll
from cercles.polls.models.poll import LONGEST_REASON, LONGEST_TEXT, LONGEST_TITLE

_END = time(23, 59)


def in_ten_days() -> date:
    return clock.today() + timedelta(days=10)


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class OpenForm(forms.Form):
    """``open_poll``."""

    title = forms.CharField(
        label=_("La question"), max_length=LONGEST_TITLE,
        help_text=_("« Quel thème pour la rencontre de juin ? », « Nous ouvrons le cercle à trois collectivités »."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Ce que vous demandez"), choices=PollKind.choices, initial=PollKind.CHOICE, widget=forms.RadioSelect
    )
    options = forms.CharField(
        label=_("Les réponses, une par ligne"), required=False, max_length=4000, widget=area(4),
        help_text=_("De deux à vingt. Une date s’écrit « 12/06/2026 14:00 »."),
    )  # fmt: skip
    takes_many = forms.BooleanField(label=_("Plusieurs réponses sont possibles"), required=False)
    text = forms.CharField(
        label=_("La proposition, ou ce qu’il faut savoir"), required=False, max_length=LONGEST_TEXT, widget=area(6),
        help_text=_("Pour un consentement, le texte même auquel le cercle consent."),
    )  # fmt: skip
    closes_on = DayField(
        label=_("Réponses jusqu’au"), widget=forms.DateInput, initial=in_ten_days, help_text=_("Ce jour compris.")
    )
    voters = forms.ChoiceField(
        label=_("Qui a une voix"), choices=Voters.choices, initial=Voters.PERSON, widget=forms.RadioSelect,
        help_text=_("Par organisation : qui la représente, ou qui y siège depuis le plus longtemps, porte sa voix ; les autres suppléent."),
    )  # fmt: skip
    shown_when = forms.ChoiceField(
        label=_("Quand les résultats se lisent"), choices=ShownWhen.choices, initial=ShownWhen.ALWAYS, widget=forms.RadioSelect,
        help_text=_("Un consentement se lit toujours au fil des réponses."),
    )  # fmt: skip
    is_secret = forms.BooleanField(
        label=_("Bulletin secret"), required=False,
        help_text=_("Personne ne relie un bulletin à une personne. Les résultats se lisent à la clôture, à partir de trois bulletins."),
    )  # fmt: skip
    folded = ("voters", "shown_when", "is_secret")
    folded_title = _("Qui a une voix, quand les résultats se lisent, secret")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["options"].needed_to = _("pour un choix ou une date")  # type: ignore[attr-defined]
        self.fields["text"].needed_to = _("pour un consentement")  # type: ignore[attr-defined]

    @property
    def unfolds(self) -> bool:
        """Where an error waits, or where something was chosen."""
        chosen = any(name in self.changed_data for name in self.folded) if self.is_bound else False
        return chosen or any(name in self.errors for name in self.folded)

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        clean["options"] = clean.get("options", "").splitlines()
        if day := clean.pop("closes_on", None):
            clean["closes_at"] = timezone.make_aware(datetime.combine(day, _END))
        return clean


class CloseForm(forms.Form):
    """``close_poll``."""

    outcome = forms.CharField(
        label=_("Ce qui en est retenu"), required=False, max_length=LONGEST_REASON, widget=area(3),
        help_text=_("En une phrase ou deux : ce que le cercle décide, et ce qui suit."),
    )  # fmt: skip


class CancelForm(forms.Form):
    """``cancel_poll``."""

    reason = forms.CharField(
        label=_("Pourquoi"), max_length=LONGEST_REASON, widget=area(3),
        help_text=_("« La salle est prise : une autre question suit. » Chaque membre la reçoit."),
    )  # fmt: skip


class ObjectionForm(forms.Form):
    """One objection: taken in, with the new text; or not, with the reason."""

    verb = forms.ChoiceField(
        label=_("Ce qu’elle devient"), widget=forms.RadioSelect,
        choices=(
            ("integrate", _("Intégrée : la proposition change, et le cercle est consulté de nouveau, trois jours au moins")),
            ("set_aside", _("Non retenue : ce n’est pas un risque pour ce que vise le cercle")),
        ),
    )  # fmt: skip
    response = forms.CharField(
        label=_("Ce qui change, ou pourquoi elle n’est pas retenue"), max_length=LONGEST_REASON, widget=area(3)
    )
    text = forms.CharField(
        label=_("La proposition"), required=False, max_length=LONGEST_TEXT, widget=area(8),
        help_text=_("À changer si l’objection est intégrée ; sans effet sinon."),
    )  # fmt: skip
    round = forms.IntegerField(widget=forms.HiddenInput)  # of the text she writes from

    def __init__(self, data: Any = None, *, objection: Objection):
        self.poll = objection.poll
        super().__init__(data, initial={"text": self.poll.text, "round": self.poll.round})
        self.is_over = objection.state != ObjectionState.RAISED

    def follow(self) -> str:
        """After another objection changed the proposal meanwhile: its text of now, which the form follows; else nothing."""
        if not self.has_error("text", code="text_changed"):
            return ""
        now = Poll.objects.get(pk=self.poll.pk)
        self.data = self.data.copy()
        self.data["round"] = str(now.round)
        return now.text
