"""Between a form and an action: the refusal of a rule becomes an error beside the field, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cercles.core.addresses import Address, Rejected, parse_addresses
from cercles.core.errors import RuleBroken

MOST = 200
_KEPT = "pasted_lines"


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


class PastedListForm(forms.Form):
    """A pasted list of people to write to, and a word for everybody. Those that can be read are written to; the lines that cannot are
    ``rejected`` and kept to be mended, in the session of whoever pasted them: a GET reads it, only a POST changes it."""

    addresses = forms.CharField(
        label=_("Adresses"), max_length=50000, widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Collez-les comme elles viennent : une par ligne, d’un tableur, ou « Maud Lenoir <maud@exemple.fr> »."),
    )  # fmt: skip
    message = forms.CharField(
        label=_("Un mot pour toutes et tous"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, initial: dict[str, str] | None = None, **kwargs: Any):
        super().__init__(data, initial=initial, **kwargs)
        kept = "" if self.is_bound else self.initial.get("addresses", "")
        self.rejected: list[Rejected] = parse_addresses(kept)[1]

    def clean_addresses(self) -> list[Address]:
        found, self.rejected = parse_addresses(self.cleaned_data["addresses"])
        if not found:
            raise forms.ValidationError(
                _("Aucune adresse ne se lit dans cette liste. Exemple : maud.lenoir@exemple.fr"), code="no_address"
            )
        if len(found) > MOST:
            text = _("Écrivez à %(most)d personnes au plus en une fois ; votre liste en compte %(count)d.")
            raise forms.ValidationError(text, params={"most": MOST, "count": len(found)}, code="too_many")
        return found

    def keep(self, request: HttpRequest) -> bool:
        """After the good lines left: keep the others for the next page. False when there are none."""
        kept = request.session.get(_KEPT, {})
        kept.pop(request.path, None)
        if self.rejected:
            lines = "\n".join(refusal.text for refusal in self.rejected)
            kept[request.path] = {"addresses": lines, "message": self.cleaned_data["message"]}
        request.session[_KEPT] = kept
        return bool(self.rejected)


def kept_lines(request: HttpRequest) -> dict[str, str]:
    """What is left to mend of the list pasted on this page last time."""
    kept: dict[str, str] = request.session.get(_KEPT, {}).get(request.path, {})
    return kept
