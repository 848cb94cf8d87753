"""Add a document, say what it is, give it a new version."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import Circle, CircleTheme
from cercles.core.attachments import KINDS
from cercles.core.enums import Visibility
from cercles.library.models import AUDIENCES, LONGEST_LINK, LONGEST_NOTE, LONGEST_ORIGIN, LONGEST_TITLE, CircleDocument
from cercles.library.queries import themes_of

_CHOICES = [(level.value, level.label) for level in AUDIENCES]
_FILE_HELP = _("25 Mo au plus : PDF, document, tableau, présentation ou image.")


def file_field() -> forms.FileField:
    return forms.FileField(
        label=_("Le fichier"), help_text=_FILE_HELP, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
    )  # fmt: skip


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
    visibility = forms.ChoiceField(
        label=_("Qui le voit"), choices=_CHOICES, initial=Visibility.CIRCLE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, circle: Circle, kept: CircleTheme | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = themes_of(circle, kept)  # type: ignore[attr-defined]


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
            field: Any = self.fields["visibility"]
            wide = [level for level, _label in _CHOICES].index(document.visibility)
            field.choices = _CHOICES[: wide + 1]
            field.help_text = _("Seule la personne qui l’a ajouté peut le montrer à plus de monde.")


class VersionForm(forms.Form):
    """``add_version``."""

    file = file_field()
    note = forms.CharField(
        label=_("Ce qui change"), max_length=LONGEST_NOTE, required=False,
        help_text=_("En une phrase : « Les montants de 2026 »."),
    )  # fmt: skip
