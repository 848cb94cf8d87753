"""Ask the circle which date."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cercles.core.fields import DayField

_END = time(23, 59)


class DatesForm(forms.Form):
    """``ask_dates``."""

    options = forms.CharField(
        label=_("Les dates possibles, une par ligne"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("De deux à vingt : « 12/06/2026 14:00 »."),
    )  # fmt: skip
    closes_on = DayField(label=_("Réponses jusqu’au"), widget=forms.DateInput, help_text=_("Ce jour compris."))

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        clean["options"] = clean.get("options", "").splitlines()
        if day := clean.pop("closes_on", None):
            clean["closes_at"] = timezone.make_aware(datetime.combine(day, _END))
        return clean
