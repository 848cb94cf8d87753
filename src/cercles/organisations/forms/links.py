"""Who belongs to an organisation, and who asks to represent it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.organisations.enums import AffiliationRole

_ORDINARY = [choice for choice in AffiliationRole.choices if choice[0] != AffiliationRole.REPRESENTATIVE]


class AffiliationForm(forms.Form):
    """``may_represent``: who fills it in may name representatives."""

    role = forms.ChoiceField(label=_("Rôle"), choices=AffiliationRole.choices, initial=AffiliationRole.STAFF)
    title = forms.CharField(label=_("Fonction"), required=False, max_length=120)
    since = forms.DateField(label=_("Depuis le"), required=False, widget=forms.DateInput)
    until = forms.DateField(
        label=_("Jusqu’au"), required=False, widget=forms.DateInput, help_text=_("À cette date le lien ne donne plus de droit.")
    )  # fmt: skip

    def __init__(self, *args: Any, may_represent: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not may_represent:
            self.fields["role"].choices = _ORDINARY


class PersonForm(AffiliationForm):
    """Somebody else, by the address she is known by here."""

    email = forms.EmailField(label=_("Adresse électronique de la personne"))
    name = forms.CharField(
        label=_("Prénom et nom"), required=False, max_length=120, help_text=_("Si elle n’a pas encore de compte.")
    )
    field_order = ("email", "name", "role", "title", "since", "until")


class ClaimForm(forms.Form):
    message = forms.CharField(
        label=_("Votre lien avec l’organisation"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Votre fonction, depuis quand : la personne qui répond ne vous connaît peut-être pas."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Raison"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Une phrase, transmise à la personne."),
    )  # fmt: skip
