"""Forms of the room ``journal``."""

from django import forms
from django.utils.translation import gettext_lazy as _


class GiveUpForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi abandonner ?"),
        help_text=_("Une phrase, gardée avec la date et votre nom."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Dites en une phrase pourquoi vous abandonnez.")},
    )
