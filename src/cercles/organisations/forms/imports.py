"""A file to import."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.organisations.enums import Layout


class ImportForm(forms.Form):
    layout = forms.ChoiceField(label=_("Format du fichier"), choices=Layout.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("Fichier CSV"), help_text=_("30 Mo au plus. UTF-8 ou Windows, point-virgule, virgule ou tabulation : reconnus.")
    )  # fmt: skip


class StopForm(forms.Form):
    reason = forms.CharField(label=_("Pourquoi l’arrêter"), max_length=500)
