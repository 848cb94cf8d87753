"""An error that anybody points out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.core.errors import RuleBroken
from cercles.organisations.enums import Reportable
from cercles.organisations.models import Organisation
from cercles.organisations.models.identifiers import IDENTIFIERS, clean_one

_WEBSITE = forms.URLField(assume_scheme="https", max_length=300)


class ReportForm(forms.Form):
    """What is wrong, what is right, where one reads it; an address only to be told."""

    column = forms.ChoiceField(label=_("Ce qui est à corriger"), choices=Reportable.choices)
    says = forms.CharField(
        label=_("Ce qui est juste"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Écrivez-le tel que la page devrait le dire."),
    )  # fmt: skip
    proof = forms.CharField(
        label=_("Où cela se lit"),
        required=False,
        max_length=500,
        help_text=_("Une adresse, un registre, un journal officiel…"),
    )
    email = forms.EmailField(
        label=_("Votre adresse"), required=False,
        help_text=_("Pour connaître la suite. Personne ne la voit ; elle est effacée dès que la réponse est partie."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What would be refused once accepted is said now, to whoever can still mend it."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        column, says = clean.get("column"), clean.get("says")
        if column and says:
            try:
                clean["says"] = _fitting(column, says)
            except RuleBroken as refusal:
                self.add_error("says", str(refusal.text))
            except forms.ValidationError as refusal:
                self.add_error("says", refusal)
        return clean


def _fitting(column: str, says: str) -> str:
    if column in IDENTIFIERS:
        return clean_one(column, says) or ""
    if column == Reportable.WEBSITE:
        return str(_WEBSITE.clean(says))
    if column == Reportable.POST_CODE and not (len(says) == 5 and says.isdigit()):
        raise forms.ValidationError(_("Un code postal compte 5 chiffres, le zéro du début compris."))
    longest = _longest(column)
    if len(says) > longest:
        raise forms.ValidationError(_("%(most)d caractères au plus."), params={"most": longest})
    return says


def _longest(column: str) -> int:
    names = {field.name: field.max_length for field in Organisation._meta.concrete_fields}
    return names.get(column) or 2000
