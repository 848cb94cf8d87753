"""Write a half-yearly review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.circles.actions.reviews import TRAITS
from cercles.circles.enums import OPEN_STAGES
from cercles.circles.forms.fields import area
from cercles.circles.models.review import LONGEST_REVIEW, LONGEST_SENTENCE

_ANSWERS = (("True", _("Oui")), ("False", _("Non")))
_SAID = {"max_length": LONGEST_SENTENCE, "required": False}


def _trait(label: Any, help_text: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, help_text=help_text, choices=_ANSWERS, widget=forms.RadioSelect, required=False,
        coerce=lambda value: value == "True", empty_value=None,
    )  # fmt: skip


class ReviewForm(forms.Form):
    """All optional in a draft; the action asks for the three answers before it publishes."""

    text = forms.CharField(
        label=_("Le bilan"), max_length=LONGEST_REVIEW, required=False, widget=area(24),
        help_text=_("Écrit avec ce qui existe : gardez, coupez, ajoutez ce que les nombres ne disent pas."),
    )  # fmt: skip
    engagement = _trait(
        _("Les membres s’engagent-ils les uns envers les autres ?"), _("Ils viennent, se répondent, s’appellent entre deux rencontres.")
    )  # fmt: skip
    engagement_said = forms.CharField(label=_("Ce qui montre cet engagement"), **_SAID)
    enterprise = _trait(
        _("Poursuivent-ils quelque chose ensemble ?"), _("Une question commune, qu’ils font avancer et dont ils se sentent responsables.")
    )  # fmt: skip
    enterprise_said = forms.CharField(label=_("Ce qui montre ce qu’ils poursuivent"), **_SAID)
    repertoire = _trait(
        _("Ont-ils des mots et des outils à eux ?"),
        _("Des fiches, des récits, des façons de faire que l’un reprend de l’autre."),
    )
    repertoire_said = forms.CharField(label=_("Ce qui montre ces mots et ces outils"), **_SAID)
    stage = forms.ChoiceField(
        label=_("Noter une étape"), required=False, choices=[("", _("Aucune : le cercle reste où il est"))]
        + [(stage.value, stage.label) for stage in OPEN_STAGES],
    )  # fmt: skip
    stage_note = forms.CharField(
        label=_("Ce qui montre cette étape"), help_text=_("Nécessaire si vous notez une étape. La note restera, datée."), **_SAID
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput)


def traits_of(review: Any) -> list[tuple[str, bool, str]]:
    """The three questions as they were asked, and what was answered."""
    fields = ReviewForm.base_fields
    return [(str(fields[name].label), getattr(review, name), getattr(review, f"{name}_said")) for name in TRAITS]
