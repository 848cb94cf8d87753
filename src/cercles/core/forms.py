"""Between a form and an action: the refusal of a rule becomes an error beside the field, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.core.addresses import parse_addresses
from cercles.core.errors import RuleBroken


def attempt(form: forms.BaseForm, act: Callable[[dict[str, Any]], Any]) -> tuple[bool, Any]:
    """Run ``act(form.cleaned_data)`` if the form is valid.

    Gives ``(True, result)``, or ``(False, None)`` with the errors in the form. In a view::

        done, circle = attempt(form, lambda clean: open_circle(by=request.user, **clean))
    """
    if not form.is_valid():
        return False, None
    try:
        return True, act(form.cleaned_data)
    except RuleBroken as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, forms.ValidationError(str(refusal.text), code=refusal.code))
        return False, None


class AddressesField(forms.CharField):
    """A pasted list of people to write to; cleaned into a list of ``core.addresses.Address``, each refused line told."""

    widget = forms.Textarea(attrs={"rows": 6})
    default_help_text = _(
        "Une personne par ligne, ou collez une colonne de tableur : Maud Lenoir <maud.lenoir@exemple.fr>"
    )

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("help_text", self.default_help_text)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        found, rejected = parse_addresses(super().clean(value))
        if rejected:
            sentence = _("Ligne %(line)d : %(text)s, %(reason)s.")
            raise forms.ValidationError(
                [forms.ValidationError(sentence, code="bad_line", params=vars(refusal)) for refusal in rejected[:50]]
            )
        return found
