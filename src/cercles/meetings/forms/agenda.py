"""What one looks for in the agenda."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.circles.queries import choices
from cercles.meetings.enums import Format


class AgendaFilterForm(forms.Form):
    """Kept in the address; a value nobody knows narrows nothing."""

    cercle = forms.ChoiceField(label=_("Cercle"), required=False)
    format = forms.ChoiceField(
        label=_("Format"), required=False, choices=[("", _("Tous les formats")), *Format.choices]
    )
    quand = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, reader: Any):
        super().__init__(data)
        self.fields["cercle"].choices = [("", _("Tous les cercles")), *choices(reader)]

    @property
    def wanted(self) -> dict[str, str]:
        """What narrows the list."""
        self.is_valid()
        names = {"cercle": "circle", "format": "format"}
        return {word: value for name, word in names.items() if (value := self.cleaned_data.get(name))}
