"""Between a form and an action: the refusal of a rule becomes an error beside the field, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import get_script_prefix
from django.utils.translation import gettext_lazy as _

from cercles.core.addresses import Address, Rejected, parse_addresses
from cercles.core.errors import RuleBroken
from cercles.core.tables import FileRefused, text_of

MOST = 200
_KEPT = "pasted_lines"
FROM_WEEK = "depuis_ma_semaine"  # what a line of the week says of itself


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


def after(request: HttpRequest, otherwise: Any, **named: Any) -> HttpResponseRedirect:
    """Where an act leads: back to the week when it was done in one of its lines, else to the page of what it changed."""
    return redirect(get_script_prefix()) if FROM_WEEK in request.POST else redirect(otherwise, **named)


class PastedListForm(forms.Form):
    """People to write to, pasted or in a file, and a word for everybody. Those that can be read are written to; the lines that cannot
    are ``rejected`` and kept to be mended, in the session of whoever sent them: a GET reads it, only a POST changes it."""

    addresses = forms.CharField(
        label=_("Adresses"), max_length=50000, required=False, widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Collez-les comme elles viennent : une par ligne, d’un tableur, ou « Maud Lenoir <maud@exemple.fr> »."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Ou un fichier"), required=False, widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.ods"}),
        help_text=_("Un tableau exporté d’ici ou d’ailleurs : les colonnes « nom » et « courriel » sont lues."),
    )  # fmt: skip
    message = forms.CharField(
        label=_("Un mot pour toutes et tous"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, files: Any = None, *, initial: dict[str, str] | None = None, **kwargs: Any):
        super().__init__(data, files, initial=initial, **kwargs)
        kept = "" if self.is_bound else self.initial.get("addresses", "")
        self.rejected: list[Rejected] = parse_addresses(kept)[1]

    def clean_file(self) -> str:
        """Its text: a workbook is read as the CSV of its first sheet."""
        file = self.cleaned_data["file"]
        try:
            return text_of(file) if file else ""
        except FileRefused as refusal:
            raise forms.ValidationError(refusal.text, code="file_unreadable") from refusal

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        texts = [clean.get("addresses", ""), clean.pop("file", "")]
        if not self.errors:
            clean["addresses"], self.rejected = self._read(texts)
            self._check(len(clean["addresses"]))
        return clean

    def _read(self, texts: list[str]) -> tuple[list[Address], list[Rejected]]:
        found: dict[str, Address] = {}
        rejected: list[Rejected] = []
        for people, refusals in map(parse_addresses, texts):
            found |= {address.email: address for address in people if address.email not in found}
            rejected += refusals
        return list(found.values()), rejected

    def _check(self, count: int) -> None:
        if not count:
            text = _("Aucune adresse ne se lit dans cette liste. Exemple : maud.lenoir@exemple.fr")
            self.add_error("addresses", forms.ValidationError(text, code="no_address"))
        elif max(count, len(self.rejected)) > MOST:
            text = _("Écrivez à %(most)d personnes au plus en une fois ; votre liste en compte %(count)d.")
            values = {"most": MOST, "count": max(count, len(self.rejected))}
            del self.rejected[MOST:]
            self.add_error("addresses", forms.ValidationError(text, params=values, code="too_many"))

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
