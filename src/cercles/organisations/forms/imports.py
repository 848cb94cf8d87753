"""Files to import, and what an administrator decides of what they left open."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.core.fields import PickField
from cercles.organisations.enums import Layout
from cercles.territories import queries as places


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several, each checked as one."""

    widget = _FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class ImportForm(forms.Form):
    layout = forms.ChoiceField(label=_("Format du fichier"), choices=Layout.choices, widget=forms.RadioSelect)
    file = FilesField(
        label=_("Fichier"),
        help_text=_(
            "CSV, Excel (.xlsx) ou LibreOffice (.ods), 30 Mo au plus. Un registre national s’envoie tel qu’il est publié, en .zip ;"
            " pour Sirene, choisissez ensemble StockUniteLegale et StockEtablissement."
        ),
        widget=_FilesInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.ods,.zip"}),
    )


class StopForm(forms.Form):
    reason = forms.CharField(label=_("Pourquoi"), max_length=500)


class PlaceForm(forms.Form):
    seat = PickField(
        label=_("Commune"), help_text=_("Nom ou code postal."), find=places.place_choices, load=places.choice_of,
        url="territories:suggest",
    )  # fmt: skip
    alike = forms.BooleanField(label=_("Toutes les organisations écrites ainsi"), required=False, initial=True)
