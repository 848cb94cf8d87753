"""Ask a question, or vouch for an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.circles.forms.threads import ThreadForm
from cercles.circles.models import Circle, CircleTheme
from cercles.circles.queries.members import themes_of


def _theme_field(circle: Circle) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=_("Thème"), queryset=CircleTheme.objects.filter(pk__in=[theme.pk for theme in themes_of(circle)]),
        required=False, empty_label=_("Aucun thème de la grille"),
        help_text=_("Le site propose alors les membres qui ont dit le pratiquer."),
    )  # fmt: skip


class QuestionForm(ThreadForm):
    """A conversation, with the theme it is about."""

    def __init__(self, data: Any = None, files: Any = None, *, circle: Circle, **kwargs: Any):
        super().__init__(data, files, **kwargs)
        self.fields["title"].label = _("Votre question, en une phrase")
        self.fields["title"].help_text = _("« Qui a déjà mutualisé un poste entre deux structures ? »")
        self.fields["text"].label = _("Ce qu’il faut savoir pour y répondre")
        self.fields["theme"] = _theme_field(circle)
        self.order_fields(["title", "text", "theme", "files"])


class TurnForm(forms.Form):
    def __init__(self, data: Any = None, *, circle: Circle, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["theme"] = _theme_field(circle)


class CertifyForm(forms.Form):
    sentence = forms.CharField(
        label=_("Pourquoi elle est juste, en une phrase"), max_length=300,
        help_text=_("« Nous l’avons fait deux fois ainsi, la convention tient. »"),
    )  # fmt: skip
