"""What one looks for in the agenda."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import Circle
from cercles.meetings.enums import Format
from cercles.meetings.models import Meeting


class AgendaFilterForm(forms.Form):
    """Kept in the address; a value nobody knows narrows nothing."""

    cercle = forms.ModelChoiceField(
        Circle.objects.none(),
        to_field_name="slug",
        label=_("Cercle"),
        required=False,
        empty_label=_("Tous les cercles"),
    )
    format = forms.ChoiceField(
        label=_("Format"), required=False, choices=[("", _("Tous les formats")), *Format.choices]
    )
    quand = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, reader: Any):
        super().__init__(data)
        self.fields["cercle"].queryset = Circle.objects.visible_to(reader).order_by("search_key", "id")

    @property
    def _wanted(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name in ("cercle", "format") if (value := self.cleaned_data.get(name))}

    @property
    def is_narrowing(self) -> bool:
        return bool(self._wanted)

    def narrow(self, found: QuerySet[Meeting]) -> QuerySet[Meeting]:
        names = {"cercle": "circle", "format": "format"}
        return found.filter(**{names[name]: value for name, value in self._wanted.items()})
