"""Writing a sheet: its form, and what fills it."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import Circle
from cercles.core.fields import ManyField, PickField
from cercles.meetings.queries import Learned
from cercles.organisations.enums import MOST_GOALS
from cercles.organisations.models import Organisation
from cercles.practices.enums import NEEDED_TO_SHARE, SHARED, TEXT_FIELDS, Licence
from cercles.practices.models import PracticeSheet, Reuse
from cercles.practices.queries import texts_of
from cercles.references.enums import Vocabulary
from cercles.references.models import Term
from cercles.territories import queries as places
from cercles.territories.models import Territory


def own_organisations(person: Any) -> Any:
    """The organisations a person belongs to today."""
    rows = person.affiliations.current()
    return Organisation.objects.canonical().filter(pk__in=rows.values("organisation"))


def nameable(circle: Circle, person: Any, sheet: PracticeSheet | None) -> Any:
    """The organisations a sheet of this circle may be about: those of its members, the author's own, and those it names already."""
    members = circle.memberships.current().values("organisation")
    named = Q(pk__in=members) | Q(pk__in=own_organisations(person).values("pk"))
    if sheet is not None:
        named |= Q(pk__in=sheet.organisations.values("pk"))
    return Organisation.objects.canonical().filter(named)


class SheetForm(forms.Form):
    """The whole sheet. A draft may be incomplete; asking for agreement says what is missing."""

    title = forms.CharField(
        label=_("Titre, un verbe d’abord"),
        max_length=160,
        help_text=_("Par exemple : louer la lumière plutôt que vendre des lampes."),
    )
    organisations = ManyField(
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
    economic_models = ManyField(
        Term.objects.none(), label=_("Modèles économiques"), required=False, widget=forms.CheckboxSelectMultiple
    )
    goals = ManyField(
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

    def __init__(self, *args: Any, circle: Circle, person: Any, sheet: PracticeSheet | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.named = list(sheet.organisations.all()) if sheet and sheet.shared_at and sheet.state in SHARED else []
        if self.named:  # a shared sheet keeps those it names
            del self.fields["organisations"]
        else:
            self.fields["organisations"].queryset = known = nameable(circle, person, sheet)
            if not known.exists():
                self.fields["organisations"].help_text = _(
                    "Aucune organisation pour l’instant : ajoutez la vôtre depuis la page Organisations,"
                    " ou demandez aux membres de dire pour laquelle ils sont là."
                )
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
        clean = {"organisations": self.named, **self.cleaned_data}
        return {"texts": {name: clean.pop(name) for name in TEXT_FIELDS}, **clean}


def initial_of(sheet: PracticeSheet) -> dict[str, Any]:
    """The next version where it was left, else the sheet."""
    aside = sheet.pending
    if aside:
        terms = {name: Term.objects.filter(pk__in=aside[name]) for name in ("economic_models", "goals")}
        place = Territory.objects.filter(pk=aside["place"]).first()
        return {**aside["texts"], **terms, "place": place, "licence": aside["licence"]}
    return {
        **texts_of(sheet), "organisations": sheet.organisations.all(), "economic_models": sheet.economic_models.all(),
        "goals": sheet.goals.all(), "place": sheet.place, "licence": sheet.licence,
    }  # fmt: skip


def initial_of_reuse(reuse: Reuse) -> dict[str, Any]:
    """What was said of it, so that it is not typed again."""
    return {
        "organisations": [reuse.organisation], "what_was_done": reuse.what_changed, "results": reuse.result,
        "problem": reuse.sheet.problem,
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
