"""One's own account, and what administrators do with others."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cercles.core.enums import Visibility
from cercles.people.models import User

WORD = _("effacer")
_SHOWN_TO = (
    (Visibility.NETWORK.value, _("Toutes les personnes qui ont un compte")),
    (Visibility.CIRCLE.value, _("Les membres de mes cercles")),
    (Visibility.PRIVATE.value, _("Moi seulement")),
)
_REACHED_BY = (
    (Visibility.CIRCLE.value, _("Les membres de mes cercles")),
    (Visibility.NETWORK.value, _("Toute personne qui voit ma page")),
    (Visibility.PRIVATE.value, _("Personne")),
)


class ProfileForm(forms.ModelForm):
    """``update_profile`` writes it; the model only lends its fields."""

    visibility = forms.ChoiceField(
        label=_("Qui voit ma page"), choices=_SHOWN_TO, widget=forms.RadioSelect,
        help_text=_("Votre nom reste écrit à côté de ce que vous faites dans vos cercles."),
    )  # fmt: skip

    reached_by = forms.ChoiceField(
        label=_("Qui peut m’écrire par le site"), choices=_REACHED_BY, widget=forms.RadioSelect,
        help_text=_("Le message vous arrive par courriel. Votre adresse n’est pas montrée."),
    )  # fmt: skip

    class Meta:
        model = User
        fields = ("name", "about", "phone", "visibility", "reached_by")
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "about": forms.Textarea(attrs={"rows": 6}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        }
        help_texts = {
            "about": _("Ce que vous faites, ce que vous cherchez, ce que vous pouvez apporter."),
            "phone": _("Montré à qui voit votre page. Laissez vide pour ne pas le donner."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True

    def clean_phone(self) -> str:
        phone = " ".join(self.cleaned_data["phone"].split())
        if phone and not re.fullmatch(r"\+?[\d .()/-]{6,}", phone):
            raise ValidationError(
                _("Un numéro s’écrit avec des chiffres. Exemple : 02 38 00 00 00, ou +33 2 38 00 00 00"),
                code="bad_phone",
            )
        return phone

    def _post_clean(self) -> None:
        """The instance is the page's own reader: it is not changed before the action has agreed."""


class MessageForm(forms.Form):
    """``write_to``."""

    text = forms.CharField(label=_("Votre message"), max_length=3000, widget=forms.Textarea(attrs={"rows": 7}))
    with_address = forms.BooleanField(
        label=_("Donner mon adresse, pour que la réponse m’arrive par courriel"), initial=True, required=False
    )


class EraseForm(forms.Form):
    word = forms.CharField(
        label=_("Pour confirmer, écrivez : effacer"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_word(self) -> str:
        word = self.cleaned_data["word"].strip(" «».\xa0").casefold()
        if word != str(WORD):
            raise ValidationError(
                _("Écrivez « effacer », en toutes lettres, ou quittez cette page."), code="not_the_word"
            )
        return word


class SuspensionForm(forms.Form):
    reason = forms.CharField(
        label=_("Raison"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La personne la lira. Elle est gardée dans le journal."),
    )  # fmt: skip
