"""Forms of the room ``journal``."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.core.typography import NBSP
from cercles.journal.enums import Rhythm, Weekday
from cercles.journal.models import MailTime, NotificationChoice
from cercles.journal.queries import Topic


def _hour(hour: int) -> str:
    return f"{hour}{NBSP}h"


class GiveUpForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi abandonner ?"),
        help_text=_("Une phrase, gardée avec la date et votre nom."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Dites en une phrase pourquoi vous abandonnez.")},
    )


class MailsForm(forms.Form):
    """The rhythm of each thing a person follows, then the hour and the day of her grouped mails."""

    hour = forms.TypedChoiceField(
        label=_("Heure des courriels groupés"), coerce=int, choices=[(hour, _hour(hour)) for hour in range(24)]
    )
    weekday = forms.TypedChoiceField(label=_("Jour de ceux de la semaine"), coerce=int, choices=Weekday.choices)

    def __init__(
        self, data: Any, *, topics: list[Topic], choices: dict[str, NotificationChoice], time: MailTime, **kwargs: Any
    ):
        super().__init__(data, initial={"hour": time.hour, "weekday": time.weekday}, **kwargs)
        self.topics = {topic.key.replace(":", "-"): topic for topic in topics}
        for name, topic in self.topics.items():
            chosen = choices[topic.key].rhythm if topic.key in choices else Rhythm.EACH
            self.fields[name] = forms.ChoiceField(label=topic.label, choices=Rhythm.choices, initial=chosen)
        self.order_fields([*self.topics, "hour", "weekday"])

    def chosen(self) -> dict[str, Any]:
        clean = self.cleaned_data
        rhythms = {topic.key: clean[name] for name, topic in self.topics.items()}
        return {"hour": clean["hour"], "weekday": clean["weekday"], "rhythms": rhythms}
