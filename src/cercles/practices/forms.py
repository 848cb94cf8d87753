"""Forms of practice sheets."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import Circle
from cercles.core.fields import PickField
from cercles.meetings.queries import Learned
from cercles.organisations.enums import MOST_GOALS
from cercles.organisations.models import Organisation
from cercles.practices.enums import NEEDED_TO_SHARE, TEXT_FIELDS, ApprovalState, Licence, ReuseOutcome
from cercles.practices.models import PracticeSheet
from cercles.references.enums import Vocabulary
from cercles.references.models import Term
from cercles.territories import queries as places


def own_organisations(person: Any) -> Any:
    """The organisations a person belongs to today."""
    rows = person.affiliations.current()
    return Organisation.objects.canonical().filter(pk__in=rows.values("organisation"))


def nameable(circle: Circle, person: Any) -> Any:
    """The organisations a sheet of this circle may be about: those of its members, and the author's own."""
    members = circle.memberships.current().values("organisation")
    return Organisation.objects.canonical().filter(Q(pk__in=members) | Q(pk__in=own_organisations(person).values("pk")))


class SheetForm(forms.Form):
    """The whole sheet. A draft may be incomplete; asking for agreement says what is missing."""

    title = forms.CharField(
        label=_("Titre, un verbe d’abord"),
        max_length=160,
        help_text=_("Par exemple : louer la lumière plutôt que vendre des lampes."),
    )
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=_("Organisations dont on raconte la pratique"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Chacune devra donner son accord avant tout partage."),
    )  # fmt: skip
    problem = forms.CharField(
        label=_("Le problème"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5000
    )
    what_was_done = forms.CharField(
        label=_("Ce qui a été fait"), widget=forms.Textarea(attrs={"rows": 5}), required=False, max_length=10000
    )
    period = forms.CharField(
        label=_("Quand"), required=False, max_length=120, help_text=_("Par exemple : de mars 2024 à juin 2025.")
    )
    who_did_it = forms.CharField(
        label=_("Qui a fait quoi"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=3000
    )
    means = forms.CharField(
        label=_("Temps et argent"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=3000
    )
    levers_before = forms.CharField(
        label=_("Les trois leviers, avant"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000,
        help_text=_("Richesses humaines, ressources financières, alliances : sur quoi l’activité reposait."),
    )  # fmt: skip
    levers_after = forms.CharField(
        label=_("Les trois leviers, après"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000
    )
    results = forms.CharField(
        label=_("Résultats"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5000
    )
    results_source = forms.CharField(
        label=_("Source des résultats"),
        required=False,
        max_length=300,
        help_text=_("D’où viennent ces chiffres, et de quand ?"),
    )
    difficulties = forms.CharField(
        label=_("Ce qui a failli rater"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5000,
        help_text=_("Nécessaire pour partager : c’est ce qui sert le plus aux autres."),
    )  # fmt: skip
    transfer = forms.CharField(
        label=_("Pour le refaire ailleurs"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5000
    )
    contact = forms.CharField(label=_("Contact"), required=False, max_length=200)
    economic_models = forms.ModelMultipleChoiceField(
        Term.objects.none(), label=_("Modèles économiques"), required=False, widget=forms.CheckboxSelectMultiple
    )
    goals = forms.ModelMultipleChoiceField(
        Term.objects.none(), label=_("Objectifs de développement durable"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Trois au plus : ceux que la pratique sert vraiment."),
    )  # fmt: skip
    place = PickField(
        label=_("Commune"), help_text=_("Où cela s’est passé : nom ou code postal."), required=False,
        find=places.place_choices, load=places.choice_of, url="territories:suggest",
    )  # fmt: skip
    licence = forms.ChoiceField(label=_("Licence du texte"), choices=Licence.choices, initial=Licence.CC_BY)
    folded = ("economic_models", "goals", "place", "licence")
    folded_title = _("Pour qu’on la retrouve : modèles, objectifs, commune, licence")

    def __init__(self, *args: Any, circle: Circle, person: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = nameable(circle, person)
        for name in NEEDED_TO_SHARE:
            self.fields[name].needed_to = _("pour partager")
        self.fields["economic_models"].queryset = Term.objects.of(Vocabulary.ECONOMIC_MODEL).in_use()
        self.fields["goals"].queryset = Term.objects.of(Vocabulary.SDG).in_use()

    @property
    def unfolds(self) -> bool:
        """What was chosen is shown, and what is to be corrected."""
        picked = self["place"].value()
        chosen = self["economic_models"].value() or self["goals"].value() or (picked and picked.text)
        return bool(chosen) or any(name in self.errors for name in self.folded)

    def clean_goals(self) -> Any:
        goals = self.cleaned_data["goals"]
        if len(goals) > MOST_GOALS:
            raise forms.ValidationError(
                _("Vous en avez coché %(count)d : gardez les trois que la pratique sert vraiment."),
                code="too_many_goals", params={"count": len(goals)},
            )  # fmt: skip
        return goals

    def facts(self) -> dict[str, Any]:
        """What an action takes: the texts together, the rest by name."""
        clean = dict(self.cleaned_data)
        return {"texts": {name: clean.pop(name) for name in TEXT_FIELDS}, **clean}


def initial_of(sheet: PracticeSheet, texts: dict[str, str]) -> dict[str, Any]:
    return {
        **texts, "organisations": sheet.organisations.all(), "economic_models": sheet.economic_models.all(),
        "goals": sheet.goals.all(), "place": sheet.place, "licence": sheet.licence,
    }  # fmt: skip


def initial_from(learned: Learned | None) -> dict[str, Any]:
    """What a meeting left, so that nothing is typed twice; under the Chatham House rule ``learned`` names no organisation."""
    if learned is None:
        return {}
    decided = [f"– {text} ({why})" if why else f"– {text}" for text, why in learned.decisions]
    heading = [_("Décidé ce jour-là :"), *decided] if decided else []
    told = [part for part in (learned.minutes, "\n".join(str(line) for line in heading)) if part]
    return {
        "title": learned.title, "problem": learned.question, "what_was_done": "\n\n".join(told),
        "organisations": learned.organisations, "place": learned.territory,
    }  # fmt: skip


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
        help_text=_("Nécessaire si vous n’êtes pas d’accord."),
    )  # fmt: skip

    def __init__(self, *args: Any, obj: Any = None, person: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if clean.get("answer") == ApprovalState.DECLINED and not clean.get("reason", "").strip():
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
