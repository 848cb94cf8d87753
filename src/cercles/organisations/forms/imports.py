"""A file to import."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.organisations.enums import Layout


class ImportForm(forms.Form):
    layout = forms.ChoiceField(label=_("Format du fichier"), choices=Layout.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("Fichier"), help_text=_("CSV, Excel (.xlsx) ou LibreOffice (.ods), 30 Mo au plus."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.ods"}),
    )  # fmt: skip


class StopForm(forms.Form):
    reason = forms.CharField(label=_("Pourquoi"), max_length=500)
