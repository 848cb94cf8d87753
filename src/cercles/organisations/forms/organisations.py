"""The page of an organisation, as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.core.enums import Visibility
from cercles.core.errors import RuleBroken
from cercles.core.fields import ManyField, PickField
from cercles.organisations.enums import MOST_GOALS, ORGANISATION_VISIBILITIES, AffiliationRole
from cercles.organisations.models import Organisation
from cercles.organisations.models.identifiers import IDENTIFIERS, clean_one
from cercles.references.enums import Vocabulary
from cercles.references.models import Term
from cercles.territories import queries as places

_VISIBILITY_WORDS = {Visibility.ORGANISATION: _("Les personnes de l’organisation")}


def _terms(vocabulary: str, label: Any, help_text: Any = "") -> ManyField:
    return ManyField(
        Term.objects.of(vocabulary), label=label, help_text=help_text, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


def _goal(label: Any, help_text: Any = "") -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Term.objects.of(Vocabulary.SDG), label=label, help_text=help_text, required=False, empty_label=_("Aucun")
    )


class OrganisationForm(forms.ModelForm):
    """Everything but who sees the page, which is an act of its own."""

    seat = PickField(
        label=_("Commune du siège"), help_text=_("Nom ou code postal."), required=False,
        find=places.place_choices, load=places.choice_of, url="territories:suggest",
    )  # fmt: skip
    website = forms.URLField(
        label=_("Site internet"), required=False, max_length=300, assume_scheme="https",
        error_messages={"invalid": _("Cette adresse n’est pas complète. Exemple : https://www.exemple.fr")},
    )  # fmt: skip
    siren = forms.CharField(label="SIREN", required=False, max_length=20, help_text=_("9 chiffres."))
    siret = forms.CharField(
        label="SIRET", required=False, max_length=30, help_text=_("14 chiffres ; il donne aussi le SIREN.")
    )
    rna = forms.CharField(label="RNA", required=False, max_length=20, help_text=_("Associations : W et 9 caractères."))
    rnf = forms.CharField(label="RNF", required=False, max_length=30, help_text=_("Fondations et fonds de dotation."))
    themes = _terms(Vocabulary.THEME, _("Thèmes"))
    goal_1 = _goal(_("Objectif principal"), _("Parmi les 17 objectifs de développement durable : trois au plus."))
    goal_2 = _goal(_("Deuxième objectif"))
    goal_3 = _goal(_("Troisième objectif"))
    economic_models = _terms(Vocabulary.ECONOMIC_MODEL, _("Modèles économiques"), _("Plusieurs peuvent se croiser."))
    innovation_roles = _terms(Vocabulary.INNOVATION_ROLE, _("Rôles dans l’innovation"))
    field_order = (
        "name", "short_name", "legal_name", "category", "purpose", "website", "seat", "address", "post_code",
        "legal_form", "activity_code", "siret", "siren", "rna", "rnf", "themes", "goal_1", "goal_2", "goal_3",
        "economic_models", "innovation_roles",
    )  # fmt: skip

    class Meta:
        model = Organisation
        fields = (
            "name", "short_name", "legal_name", "category", "purpose", "website", "address", "post_code", "legal_form",
            "activity_code", "siren", "siret", "rna", "rnf", "themes", "economic_models", "innovation_roles",
        )  # fmt: skip
        widgets = {"purpose": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "name": _("Le nom que l’on emploie."),
            "legal_name": _("Telle qu’au registre, si elle diffère du nom."),
            "purpose": _("En quelques lignes, pour un pair qui ne vous connaît pas."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Term.objects.of(Vocabulary.CATEGORY)
        if self.instance.pk:
            self.initial["seat"] = self.instance.seat
            for goal in self.instance.goals.all():
                self.initial[f"goal_{goal.rank}"] = goal.term_id

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        for name in IDENTIFIERS:
            self._check(name, clean.get(name))
        ranks = [clean.pop(f"goal_{rank}", None) for rank in range(1, MOST_GOALS + 1)]
        return {**clean, "goals": [goal for goal in ranks if goal is not None]}

    def _check(self, name: str, typed: str | None) -> None:
        """Said with all the rest: one does not learn of a second mistake after mending the first."""
        try:
            clean_one(name, typed)
        except RuleBroken as refusal:
            self.add_error(name, str(refusal.text))

    def _post_clean(self) -> None:
        """Identifiers that disagree and duplicates are the action's to check: it says what to do, and leads to the page that exists."""


class CreateForm(OrganisationForm):
    """The same, and how the person who adds the page is linked to it."""

    role = forms.ChoiceField(
        label=_("Votre lien avec cette organisation"), required=False,
        choices=[("", _("Aucun : j’ajoute sa page pour d’autres")), *(
            choice for choice in AffiliationRole.choices if choice[0] != AffiliationRole.REPRESENTATIVE
        )],
        help_text=_("Pour parler en son nom, demandez ensuite à la représenter, depuis sa page."),
    )  # fmt: skip
    title = forms.CharField(label=_("Votre fonction"), required=False, max_length=120)


class VisibilityForm(forms.Form):
    visibility = forms.ChoiceField(
        label=_("Qui voit la page"), widget=forms.RadioSelect,
        choices=[(kind.value, _VISIBILITY_WORDS.get(kind, kind.label)) for kind in ORGANISATION_VISIBILITIES],
    )  # fmt: skip


class RepairForm(forms.Form):
    """Identifiers alone, with the reason."""

    siret = forms.CharField(label="SIRET", required=False, max_length=30)
    siren = forms.CharField(label="SIREN", required=False, max_length=20)
    rna = forms.CharField(label="RNA", required=False, max_length=20)
    rnf = forms.CharField(label="RNF", required=False, max_length=30)
    reason = forms.CharField(label=_("Raison"), max_length=500, help_text=_("Gardée dans le journal."))
