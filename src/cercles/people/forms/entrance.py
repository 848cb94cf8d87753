"""The door: an address, a code, and what a newcomer says once."""

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _

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


class SignUpForm(WelcomeForm, SignInForm):
    field_order = ["email", "name", "directory", "terms"]
