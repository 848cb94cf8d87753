"""Add a document, say what it is, give it a new version."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import Circle, CircleTheme
from cercles.core.attachments import KINDS
from cercles.core.enums import Visibility, is_wider
from cercles.library.models import AUDIENCES, LONGEST_LINK, LONGEST_NOTE, LONGEST_ORIGIN, LONGEST_TITLE, CircleDocument
from cercles.library.queries import themes_of

_CHOICES = [(level.value, level.label) for level in AUDIENCES]
_WHY = {
    Visibility.CIRCLE: _("Ce cercle n’est connu que de ses membres : ses documents aussi."),
    Visibility.NETWORK: _("Ce cercle n’est connu que des personnes qui ont un compte : ses documents aussi."),
    Visibility.PUBLIC: "",
}
_FILE_HELP = _("25 Mo au plus : PDF, document, tableau, présentation ou image.")


def file_field() -> forms.FileField:
    return forms.FileField(
        label=_("Le fichier"), help_text=_FILE_HELP, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
    )  # fmt: skip


def _up_to(widest: str, why: Any, *, initial: str = Visibility.CIRCLE) -> forms.ChoiceField:
    """Offer what is not refused, and say why the rest is not there."""
    choices = [(level, label) for level, label in _CHOICES if not is_wider(level, widest)]
    return forms.ChoiceField(
        label=_("Qui le voit"), choices=choices, initial=initial, widget=forms.RadioSelect,
        help_text=why if len(choices) < len(_CHOICES) else "",
    )  # fmt: skip


def visibility_field(circle: Circle) -> forms.ChoiceField:
    """Never wider than the circle."""
    return _up_to(circle.visibility, _WHY[circle.visibility])


class _Told(forms.Form):
    """What is said of a document."""

    title = forms.CharField(
        label=_("Titre"), max_length=LONGEST_TITLE,
        help_text=_("Ce que l’on cherchera : « Modèle de convention de mécénat de compétences »."),
    )  # fmt: skip
    theme = forms.ModelChoiceField(
        CircleTheme.objects.none(), label=_("Thème"), required=False, empty_label=_("Aucun"),
        help_text=_("Un thème de la grille du cercle."),
    )  # fmt: skip
    origin = forms.CharField(
        label=_("De qui il vient"), max_length=LONGEST_ORIGIN, required=False,
        help_text=_("Une personne, une organisation, une administration : « Avise »."),
    )  # fmt: skip
    link = forms.URLField(
        label=_("Où il se trouve aussi"), max_length=LONGEST_LINK, required=False, assume_scheme="https",
        help_text=_("L’adresse de la page d’où il est tiré."),
    )  # fmt: skip

    def __init__(self, *args: Any, circle: Circle, kept: CircleTheme | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = themes_of(circle, kept)  # type: ignore[attr-defined]
        self.fields["visibility"] = visibility_field(circle)


class AddForm(_Told):
    """``add_document``."""

    file = file_field()
    field_order = ("file", "title", "theme", "origin", "link", "visibility")


class EditForm(_Told):
    """``edit_document``."""

    def __init__(self, data: Any = None, *, document: CircleDocument, may_widen: bool):
        told = {name: getattr(document, name) for name in ("title", "theme", "origin", "link", "visibility")}
        super().__init__(data, initial=told, circle=document.circle, kept=document.theme)
        if not may_widen:
            why = _("Seule la personne qui l’a ajouté peut le montrer à plus de monde.")
            self.fields["visibility"] = _up_to(document.visibility, why, initial=document.visibility)


class VersionForm(forms.Form):
    """``add_version``."""

    file = file_field()
    note = forms.CharField(
        label=_("Ce qui change"), max_length=LONGEST_NOTE, required=False,
        help_text=_("En une phrase : « Les montants de 2026 »."),
    )  # fmt: skip
