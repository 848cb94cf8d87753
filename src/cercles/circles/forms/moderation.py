"""Report, decide, contest, look again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums import MEASURE_MOTIVES, MeasureKind, Motive
from cercles.circles.forms.fields import area
from cercles.circles.models.moderation import LONGEST_WORDS
from cercles.core.fields import DayField


class ReportForm(forms.Form):
    motive = forms.ChoiceField(label=_("Pourquoi"), choices=Motive.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Avec vos mots"), max_length=LONGEST_WORDS, required=False, widget=area(4),
        help_text=_("Ce qui vous a heurté, ou ce qui a été promis et ne l’est plus."),
    )  # fmt: skip


class VisitorReportForm(ReportForm):
    """Of who has no account, and cannot be asked anything afterwards (DSA, article 16 § 2)."""

    email = forms.EmailField(
        label=_("Votre adresse"), required=False,
        help_text=_(
            "Pour savoir que c’est reçu, puis ce qui est décidé et pourquoi. Qui décide ne la voit pas ; elle est effacée dès que la "
            "réponse est partie. Sans adresse, le signalement est lu de la même façon, et personne ne peut vous répondre."
        ),
    )  # fmt: skip
    sincere = forms.BooleanField(label=_("Je crois de bonne foi que ce que je signale est exact"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        words.required = True
        words.help_text = _(
            "Ce qui ne va pas, à quel endroit, et pourquoi : personne ne pourra vous le demander ensuite."
        )

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        clean.pop("sincere", None)
        return clean


class RemoveForm(forms.Form):
    """A measure rests on one rule, and says the facts."""

    motive = forms.ChoiceField(label=_("Motif"), choices=MEASURE_MOTIVES, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Pourquoi, avec vos mots"), max_length=LONGEST_WORDS, widget=area(4),
        help_text=_("La personne qui a écrit les reçoit, avec le motif et son texte. Dites les faits, sans la juger."),
    )  # fmt: skip


class RestrictForm(RemoveForm):
    what = forms.ChoiceField(
        label=_("Ce qui change"),
        choices=[
            (MeasureKind.REVIEWED, _("Ses messages sont relus avant d’être publiés")),
            (MeasureKind.EXCLUDED, _("Elle n’écrit plus, jusqu’à un jour")),
        ],
        widget=forms.RadioSelect,
    )  # fmt: skip
    until = DayField(
        label=_("Jusqu’au"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Pour qui n’écrit plus : le dernier jour, dans un an au plus."),
    )  # fmt: skip
    field_order = ("what", "until", "motive", "words")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["words"].help_text = _("La personne les reçoit, avec le motif. Dites les faits, sans la juger.")


class KeepForm(forms.Form):
    answer = forms.CharField(
        label=_("Pourquoi il reste"), max_length=LONGEST_WORDS, widget=area(2),
        help_text=_("Votre réponse part à qui a signalé, si son adresse est connue. Qui a écrit n’en sait rien."),
    )  # fmt: skip


class AppealForm(forms.Form):
    words = forms.CharField(
        label=_("Pourquoi cette décision n’est pas juste"), max_length=LONGEST_WORDS, widget=area(5),
        help_text=_("Vous le dites une fois : donnez tout ce qui aide à regarder de nouveau."),
    )  # fmt: skip


class AppealLinkForm(AppealForm):
    def __init__(self, data: Any = None, *, obj: Any, person: Any, **kwargs: Any):
        super().__init__(data, **kwargs)


class ReviewForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[("lift", _("J’annule la décision : tout redevient comme avant")), ("confirm", _("Je confirme la décision"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    review = forms.CharField(
        label=_("Pourquoi, en une phrase"),
        max_length=LONGEST_WORDS,
        widget=area(3),
        help_text=_("La personne la reçoit."),
    )
