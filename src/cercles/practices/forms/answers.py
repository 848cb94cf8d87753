"""The short forms: asking, agreeing, taking up, a reason, a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.organisations.models import Organisation
from cercles.practices.enums import EXPLAINED, ApprovalState, ReuseOutcome
from cercles.practices.forms.sheets import own_organisations
from cercles.practices.models import Approval, PracticeSheet, Reuse


class SubmitForm(forms.Form):
    change_note = forms.CharField(label=_("Ce qui change dans cette version"), required=False, max_length=300)

    def __init__(self, *args: Any, first: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if first:
            del self.fields["change_note"]


class ApprovalForm(forms.Form):
    """The answer of a named organisation, from a signed link or in the site."""

    answer = forms.ChoiceField(
        label=_("Votre réponse"), widget=forms.RadioSelect,
        choices=[choice for choice in ApprovalState.choices if choice[0] != ApprovalState.WAITING],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Ce qui ne va pas"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000,
        help_text=_("Nécessaire pour demander une correction ou refuser. Lu par qui a écrit la fiche et par les organisations nommées."),
    )  # fmt: skip

    # The asking that was on the screen: one agrees to the text one has read.
    asked = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, obj: Approval, person: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.current = obj.round
        self.initial["asked"] = obj.round
        if obj.state != ApprovalState.WAITING:
            self.initial |= {"answer": obj.state, "reason": obj.reason}

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if clean.get("asked") != self.current:
            self.data = self.data.copy()
            self.data[self.add_prefix("asked")] = str(self.current)
            self.add_error(
                None, _("Le texte a changé pendant votre lecture. Relisez-le ci-dessus, puis répondez de nouveau.")
            )
        if clean.get("answer") in EXPLAINED and not clean.get("reason", "").strip():
            self.add_error("reason", _("Dites en une phrase ce qui ne va pas, pour que le texte puisse être repris."))
        return clean


class ReuseForm(forms.Form):
    """Two minutes, even when it did not work."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Pour quelle organisation"), empty_label=None
    )
    outcome = forms.ChoiceField(
        label=_("Ce que vous en avez fait"), choices=ReuseOutcome.choices, widget=forms.RadioSelect
    )
    where = forms.CharField(label=_("Où"), required=False, max_length=120)
    what_changed = forms.CharField(
        label=_("Ce que vous avez changé"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=3000
    )
    result = forms.CharField(
        label=_("Ce que cela a donné"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=3000,
        help_text=_("Si vous avez renoncé, dites pourquoi : c’est précieux pour les suivants."),
    )  # fmt: skip

    def __init__(self, *args: Any, obj: PracticeSheet, person: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        others = own_organisations(person).exclude(pk__in=obj.organisations.values("pk"))
        self.fields["organisation"].queryset = others
        self.known = Reuse.objects.visible_to(person).filter(sheet=obj, organisation__in=others).first()
        if self.known is not None:
            said = ("organisation", "outcome", "where", "what_changed", "result")
            self.initial |= {name: getattr(self.known, name) for name in said}

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if clean.get("outcome") == ReuseOutcome.GAVE_UP and not clean.get("result", "").strip():
            self.add_error("result", _("Dites pourquoi vous avez renoncé : c’est précieux pour les suivants."))
        return clean


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Pourquoi"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Fichier"), help_text=_("25 Mo au plus : PDF, image, document, tableau ou présentation.")
    )
