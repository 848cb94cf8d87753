"""An old folder: what is sent, then what each of its folders becomes."""

import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cercles.core.attachments import KINDS
from cercles.library.forms import visibility_field
from cercles.library.models import LONGEST_ORIGIN, FolderImport
from cercles.library.queries import themes_of


class _ManyInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One file or several, each checked as one; one that is empty is told in the report, with the others."""

    widget = _ManyInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in given if one is not None]


class BringForm(forms.Form):
    """``bring_folder``: files or a zip; or, where the browser knows folders, a whole one."""

    files = ManyFilesField(
        label=_("Une archive, ou plusieurs fichiers"), required=False, allow_empty_file=True,
        widget=_ManyInput(attrs={"multiple": True, "accept": ",".join((".zip", *KINDS))}),
        help_text=_("Un fichier .zip garde les noms des dossiers. 300 fichiers au plus hors d’une archive ; 25 Mo chacun, 1 Go en tout."),
    )  # fmt: skip
    directory = ManyFilesField(
        label=_("Ou un dossier de votre ordinateur"), required=False, allow_empty_file=True,
        widget=_ManyInput(attrs={"webkitdirectory": True, "data-cercles-paths": "paths"}),
        help_text=_("Tout ce qu’il contient est envoyé."),
    )  # fmt: skip
    paths = forms.CharField(required=False, max_length=2_500_000, widget=forms.HiddenInput)

    def clean_paths(self) -> list[str]:
        """What the browser says of where each file lay; anything else is nothing."""
        try:
            said = json.loads(self.cleaned_data["paths"] or "[]")
        except ValueError:
            return []
        return said if isinstance(said, list) and all(isinstance(path, str) for path in said) else []

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        files, directory = told.pop("files", []), told.pop("directory", [])
        if not files and not directory and not self.errors:
            self.add_error("files", _("Choisissez une archive, des fichiers ou un dossier."))
        paths = told.pop("paths", [])
        return {"files": [*files, *directory], "paths": paths if not files else []}


class ConfirmForm(forms.Form):
    """``confirm_folder``: a theme and an origin for each folder, as proposed."""

    def __init__(self, data: Any = None, *, folder: FolderImport):
        super().__init__(data)
        self.folder, themes = folder, themes_of(folder.circle)
        for at, (_path, _many, theme, origin) in enumerate(folder.folders):
            self.fields[f"theme_{at}"] = forms.ModelChoiceField(
                themes, label=_("Thème"), required=False, empty_label=_("Aucun"), initial=theme
            )
            self.fields[f"origin_{at}"] = forms.CharField(
                label=_("De qui il vient"), max_length=LONGEST_ORIGIN, required=False, initial=origin
            )
        self.fields["visibility"] = visibility_field(folder.circle)

    def visible_fields(self) -> list[BoundField]:
        """The page draws them folder by folder."""
        return []

    def rows(self) -> Iterator[tuple[str, int, BoundField, BoundField]]:
        """Of each folder: its name, how many files, its two fields."""
        for at, (path, many, *_proposed) in enumerate(self.folder.folders):
            name = path.replace("/", " › ") or _now("À la racine")
            yield name, many, self[f"theme_{at}"], self[f"origin_{at}"]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        themes = [told.get(f"theme_{at}") for at in range(len(self.folder.folders))]
        choices = [(theme.pk if theme else None, told.get(f"origin_{at}", "")) for at, theme in enumerate(themes)]
        return {"choices": choices, "visibility": told.get("visibility", "")}
