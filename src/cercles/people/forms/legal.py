"""Write a page the law asks for, publish it, accept it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.core import clock
from cercles.core.fields import DayField
from cercles.people.enums import LegalPage
from cercles.people.models import LegalDraft, LegalVersion
from cercles.people.queries.legal import start_of


class _OfDraft(forms.Form):
    """Carries the draft that was on the screen. After a refusal the next sending starts from the one that is shown now."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def start_from(self, draft: LegalDraft | None) -> None:
        self.data = self.data.copy()
        self.data["revision"] = str(draft.revision if draft else 0)


class LegalDraftForm(_OfDraft):
    """``save_legal_draft``."""

    text = forms.CharField(
        label=_("Texte"), max_length=40_000, widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("En Markdown. « ## » ouvre une partie."),
    )  # fmt: skip
    change_note = forms.CharField(
        label=_("Ce qui a changé, en une phrase"), max_length=300,
        help_text=_("Lue à côté de la version, et par qui doit l’accepter. Exemple : nous changeons d’hébergeur."),
    )  # fmt: skip
    asks_acceptance = forms.BooleanField(
        label=_("Demander à chaque personne d’accepter cette version"), required=False,
        help_text=_("Pour un changement qui engage. Une faute corrigée n’en demande pas : l’acceptation précédente vaut encore."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, page: LegalPage, draft: LegalDraft | None):
        source, number = start_of(page)
        first = {"revision": 0, "text": source, "asks_acceptance": number == 0}
        if draft:
            first = {name: getattr(draft, name) for name in ("revision", "text", "change_note", "asks_acceptance")}
        super().__init__(data, initial=first)
        if number == 0:
            del self.fields["change_note"]
        if page != LegalPage.TERMS:
            del self.fields["asks_acceptance"]


class PublishForm(_OfDraft):
    """``publish_legal``: from what day, of the draft that was read."""

    in_force_on = DayField(
        label=_("En vigueur à partir du"), widget=forms.DateInput,
        help_text=_("Aujourd’hui, ou plus tard pour laisser le temps de la lire : elle est annoncée d’ici là."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, draft: LegalDraft):
        super().__init__(data, initial={"revision": draft.revision, "in_force_on": clock.today()})


class AcceptTermsForm(forms.Form):
    """``accept_terms``: of the version that is on the screen."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    accepts = forms.BooleanField(label=_("J’ai lu les conditions d’utilisation et je les accepte"))

    def __init__(self, data: Any = None, *, version: LegalVersion, **kwargs: Any):
        super().__init__(data, initial={"number": version.number}, **kwargs)
        self.version = version

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        if clean.get("number") not in (None, self.version.number):
            self.data = self.data.copy()
            self.data["number"] = str(self.version.number)
            self.data.pop("accepts", None)
            self.add_error(
                None,
                _("Les conditions ont changé pendant votre lecture. Relisez ce qui change, puis acceptez de nouveau."),
            )
        return {"version": self.version}
