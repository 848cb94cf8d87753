"""Answer a poll, in the site or by the signed link: one form for both."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.core.fields import ManyField
from cercles.polls.enums import Answer
from cercles.polls.models import Poll
from cercles.polls.models.poll import LONGEST_REASON
from cercles.polls.models.urn import new_receipt
from cercles.polls.queries import ballot_of, voice_of


class AnswerForm(forms.Form):
    """``answer_poll``. ``obj``: the poll."""

    def __init__(self, data: Any = None, *, obj: Poll, person: Any):
        self.voice = voice_of(obj, person)
        self.ballot = ballot_of(obj, self.voice)
        super().__init__(data, initial=self._said(obj))
        if obj.is_consent:
            self.fields["answer"] = forms.ChoiceField(
                label=_("Votre réponse"), choices=Answer.choices, widget=forms.RadioSelect,
                error_messages={"required": _("Choisissez une des réponses.")},
            )  # fmt: skip
            self.fields["reason"] = forms.CharField(
                label=_("Votre réserve, ou le risque que vous voyez"), required=False, max_length=LONGEST_REASON,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("Un risque pour ce que vise le cercle, plutôt qu’une préférence. Lu par ses membres."),
            )  # fmt: skip
        else:
            self.fields["options"] = _choice(obj)
        if obj.is_date:
            self.fields["options"].required = False
            self.fields["options"].label = _("Les dates qui me conviennent")
            self.fields["if_needed"] = ManyField(
                label=_("Si besoin"), queryset=obj.options.all(), widget=forms.CheckboxSelectMultiple, required=False,
                help_text=_("Celles où vous vous arrangeriez : elles comptent à part."),
            )  # fmt: skip
        if obj.is_secret:
            self.fields["receipt"] = forms.CharField(
                label=_("Votre reçu"), max_length=20, initial=new_receipt,
                help_text=_(
                    "Notez-le avant d’envoyer : à la clôture, il retrouve votre bulletin dans la liste. "
                    "Il n’est gardé nulle part avec votre nom."
                ),
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )  # fmt: skip

    def _said(self, poll: Poll) -> dict[str, Any]:
        ballot = self.ballot
        if ballot is None or ballot.round != poll.round:
            return {}
        chosen = [option.pk for option in ballot.options.all()]
        said = chosen if poll.takes_many else next(iter(chosen), None)
        maybe = [option.pk for option in ballot.if_needed.all()]
        return {"answer": ballot.answer, "reason": ballot.reason, "options": said, "if_needed": maybe}


def _choice(poll: Poll) -> forms.Field:
    told = {"required": _("Choisissez une des réponses.")}
    if poll.takes_many:
        return ManyField(
            label=_("Votre réponse"), queryset=poll.options.all(), widget=forms.CheckboxSelectMultiple, error_messages=told,
            help_text=_("Toutes celles qui vous conviennent.") if poll.is_date else _("Une ou plusieurs."),
        )  # fmt: skip
    return OneOption(
        label=_("Votre réponse"), queryset=poll.options.all(), widget=forms.RadioSelect, empty_label=None,
        error_messages=told, blank=False,
    )  # fmt: skip


class OneOption(forms.ModelChoiceField):
    def clean(self, value: Any) -> Any:
        return [super().clean(value)]
