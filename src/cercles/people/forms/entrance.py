"""The door: an address, a code, and what a newcomer says once."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.people.queries.legal import terms_to_accept

_EMAIL = {"autocomplete": "email", "placeholder": "prenom.nom@exemple.fr", "inputmode": "email"}


class SignInForm(RequestLoginCodeForm):
    """Counts the tries of an address and of a computer, through allauth."""

    email = forms.EmailField(
        label=_("Votre adresse électronique"), max_length=254, widget=forms.EmailInput(attrs=_EMAIL),
        error_messages={"invalid": _("Cette adresse n’est pas complète. Exemple : prenom.nom@exemple.fr")},
    )  # fmt: skip


class CodeForm(ConfirmLoginCodeForm):
    code = forms.CharField(
        label=_("Code reçu"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
        help_text=_("Huit chiffres, avec ou sans tiret."),
    )


class WelcomeForm(forms.Form):
    """``settle_in``."""

    name = forms.CharField(
        label=_("Prénom et nom"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Tels que les autres membres vous connaissent."),
    )  # fmt: skip
    directory = forms.BooleanField(
        label=_("Je souhaite paraître dans l’annuaire"), required=False,
        help_text=_("Les personnes inscrites peuvent alors vous trouver par votre nom. Vous changez d’avis quand vous voulez."),
    )  # fmt: skip
    terms = forms.BooleanField(
        label=_("J’accepte les conditions d’utilisation"),
        error_messages={"required": _("Acceptez les conditions d’utilisation pour ouvrir un compte.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.asked = terms_to_accept(person)
        if self.asked is None:
            del self.fields["terms"], self.fields["version"]
        else:
            self.initial["version"] = self.asked.number

    def clean(self) -> dict[str, Any]:
        """``terms`` becomes the number of the version that was on the screen; nothing when none asks to be accepted."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        read = clean.pop("version", None)
        if self.asked is None:
            return clean
        if clean.get("terms") and read != self.asked.number:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(self.asked.number)
            self.data.pop(self.add_prefix("terms"), None)
            self.add_error("terms", _("Les conditions viennent de changer. Relisez-les, puis acceptez de nouveau."))
        return clean | {"terms": self.asked.number}


class SignUpForm(WelcomeForm, SignInForm):
    field_order = ["email", "name", "directory", "terms"]
