"""Two pages of one organisation: which is the other, which stays, or why they are two."""

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.core.fields import PickField
from cercles.organisations.models import Organisation
from cercles.organisations.queries import duplicates

_WHY_TWO = (
    _("Deux établissements d’un même organisme"),
    _("Deux organismes qui portent le même nom"),
    _("Deux organismes liés, chacun sa page"),
    _("Deux organismes à la même adresse"),
)


class OtherPageForm(forms.Form):
    """The page that seems to be the same organisation, found by its name or an identifier."""

    other = PickField(
        label=_("L’autre page"), help_text=_("Son nom, ou un identifiant : SIRET, SIREN, RNA."),
        find=lambda text: [], load=lambda pk: None, url="organisations:propose",
    )  # fmt: skip

    def __init__(self, *args: Any, reader: Any, page: Organisation, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["other"].find = partial(duplicates.page_choices, reader, without=page.pk)
        self.fields["other"].load = partial(duplicates.page_chosen, reader)


class MergeForm(forms.Form):
    """Which page speaks for both from now on."""

    kept = forms.TypedChoiceField(label=_("La page qui reste"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Raison"), max_length=500, help_text=_("Transmise aux représentants des deux pages.")
    )

    def __init__(self, *args: Any, pages: tuple[Organisation, ...], **kwargs: Any):
        super().__init__(*args, auto_id="merge_%s", **kwargs)
        self.fields["kept"].choices = [(page.pk, page.name) for page in pages]
        if len({page.name for page in pages}) < len(pages):
            words = (_("la première"), _("la seconde"))
            self.fields["kept"].choices = [
                (one.pk, f"{one.name} ({word})") for one, word in zip(pages, words, strict=False)
            ]


class TwoForm(forms.Form):
    """Why these are two: kept, so that nobody is asked again."""

    reason = forms.ChoiceField(label=_("Pourquoi"), choices=[(why, why) for why in _WHY_TWO])

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, auto_id="two_%s", **kwargs)


class PartForm(forms.Form):
    """Why two pages live apart again."""

    reason = forms.CharField(
        label=_("Raison"), max_length=500, help_text=_("Transmise aux représentants des deux pages.")
    )
