"""Open a circle, say what it is, where it stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums import OPEN_STAGES, Stage
from cercles.circles.forms.fields import area, spoken_for
from cercles.circles.models.ending import LONGEST_REVIEW
from cercles.circles.queries import draft_charter
from cercles.core.enums import Visibility
from cercles.core.fields import DayField, ManyField
from cercles.references.enums import Vocabulary
from cercles.references.models import Term
from cercles.references.queries import choices

WHO_SEES = (
    (Visibility.CIRCLE, _("Ses membres et les personnes invitées seulement")),
    (Visibility.NETWORK, _("Toutes les personnes qui ont un compte")),
    (Visibility.PUBLIC, _("Tout le monde")),
)

LONGEST_THEME = 120


class CircleForm(forms.Form):
    """What a circle says of itself."""

    name = forms.CharField(label=_("Nom du cercle"), max_length=120)
    purpose = forms.CharField(
        label=_("La question que vous partagez"),
        max_length=2000,
        widget=area(4),
        help_text=_(
            "Une ou deux phrases. Exemple : comment vendre l’usage plutôt que le bien, entre PME industrielles ?"
        ),
    )
    audience_text = forms.CharField(
        label=_("Pour qui"),
        max_length=200,
        required=False,
        help_text=_("Exemple : dirigeantes et dirigeants de PME engagées."),
    )
    join_question = forms.CharField(
        label=_("Question posée à qui veut entrer"),
        max_length=300,
        required=False,
        help_text=_("Exemple : quel cas apporterez-vous la première année ?"),
    )
    visibility = forms.ChoiceField(
        label=_("Qui voit que le cercle existe"),
        choices=WHO_SEES,
        widget=forms.RadioSelect,
        initial=Visibility.NETWORK,
        help_text=_("Son nom, sa question, ses thèmes et sa charte. Sa vie reste entre ses membres."),
    )


class OpenForm(CircleForm):
    """Everything a circle needs to begin, charter included."""

    themes = ManyField(
        label=_("Thèmes"), queryset=Term.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    theme_labels = forms.CharField(
        label=_("Vos propres thèmes, un par ligne"),
        required=False,
        max_length=2000,
        widget=area(4),
        help_text=_(
            "Avec les thèmes cochés, ils feront les colonnes de la grille « Qui fait cela ? ». Quatre ou cinq suffisent pour commencer."
        ),
    )
    charter = forms.CharField(
        label=_("La charte, à adapter"),
        max_length=20000,
        widget=area(16),
        help_text=_(
            "Ce texte de départ tient en une page. Chaque membre l’accepte en entrant ; vous pourrez le changer."
        ),
    )

    def __init__(self, data: Any = None, *, person: Any, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["themes"].queryset = themes = Term.objects.of(Vocabulary.THEME).in_use()
        if not themes.exists():
            del self.fields["themes"]
        self.fields["organisation"] = spoken_for(person)
        self.initial.setdefault("charter", draft_charter())
        self.order_fields(
            [
                "name",
                "purpose",
                "audience_text",
                "organisation",
                "themes",
                "theme_labels",
                "visibility",
                "join_question",
                "charter",
            ]
        )

    def clean_theme_labels(self) -> list[str]:
        labels = self.cleaned_data["theme_labels"].splitlines()
        long = next((label for label in labels if len(label) > LONGEST_THEME), None)
        if long:
            text = _("Un thème tient en 120 caractères. Raccourcissez : « %(start)s… »")
            raise forms.ValidationError(text, params={"start": long[:60]}, code="theme_long")
        return labels


class SettingsForm(CircleForm):
    since = DayField(label=_("En activité depuis"), required=False, widget=forms.DateInput)


class ThemeForm(forms.Form):
    """Another line of the grid."""

    label = forms.CharField(
        label=_("Nouveau thème, avec vos mots"),
        max_length=120,
        help_text=_("Exemple : vendre l’usage plutôt que le bien."),
    )
    term = forms.ModelChoiceField(
        label=_("Thème du vocabulaire"),
        queryset=Term.objects.none(),
        required=False,
        empty_label=_("Aucun"),
        help_text=_("Pour que le cercle se trouve aussi par les mots de tous."),
    )

    def __init__(self, data: Any = None, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["term"].queryset = Term.objects.of(Vocabulary.THEME).in_use()


class StageForm(forms.Form):
    """Where the circle is, said by people, with a dated note."""

    stage = forms.ChoiceField(label=_("Étape"), choices=[(stage.value, stage.label) for stage in OPEN_STAGES])
    note = forms.CharField(
        label=_("Ce qui le montre"),
        max_length=2000,
        widget=area(3),
        help_text=_("Exemple : trois nouveaux membres ce trimestre, et une première fiche approuvée."),
    )


class CloseForm(forms.Form):
    note = forms.CharField(
        label=_("Ce que le cercle a fait, et pourquoi il se termine"),
        max_length=2000,
        widget=area(4),
        help_text=_("Cette note restera sur la page du cercle, datée. Une fin dite vaut mieux qu’un silence."),
    )
    review = forms.CharField(
        label=_("Bilan final"),
        max_length=LONGEST_REVIEW,
        required=False,
        widget=area(14),
        help_text=_(
            "Écrit depuis ce que le cercle a laissé : corrigez, complétez, ôtez. Il ouvrira la page du cercle."
        ),
    )


class FindForm(forms.Form):
    """« Trouver mon cercle »."""

    q = forms.CharField(label=_("Des mots"), required=False, max_length=100)
    theme = forms.ChoiceField(label=_("Un thème"), required=False)
    stage = forms.ChoiceField(
        label=_("Une étape"), required=False, choices=[("", _("Toutes les étapes")), *Stage.choices]
    )

    def __init__(self, data: Any = None, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["theme"].choices = choices(Vocabulary.THEME, empty=_("Tous les thèmes"))
