"""Fields several forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.circles.models import CharterVersion, Circle
from cercles.circles.queries import current_charter
from cercles.core.difference import Passage, difference
from cercles.organisations.models import Affiliation, Organisation


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def spoken_for(person: Any, **kwargs: Any) -> forms.ModelChoiceField:
    """« Pour qui »: one of the person's organisations, or herself. Whoever has none is asked nothing; whoever has one only most often
    comes for it, unless ``initial`` says otherwise."""
    hers = Affiliation.objects.current().filter(person=person).values("organisation")
    found = Organisation.objects.filter(pk__in=hers)
    known = list(found.values_list("pk", flat=True)[:2])
    return forms.ModelChoiceField(
        label=_("Vous y êtes pour"),
        queryset=found,
        widget=forms.Select if known else forms.HiddenInput,
        required=False,
        empty_label=_("Moi-même, à titre personnel"),
        initial=kwargs.get("initial", known[0] if len(known) == 1 else None),
        help_text=_("Une organisation dont vous faites partie, ou vous-même."),
    )


class ReadsCharter(forms.Form):
    """A form that carries the version of the charter that was on the screen.

    When another was published meanwhile, nothing typed is lost: the page shows what changed and asks again for this one only.
    """

    version = forms.ModelChoiceField(
        queryset=CharterVersion.objects.none(), widget=forms.HiddenInput, label=_("La charte")
    )
    accepts = forms.BooleanField(label=_("J’ai lu la charte du cercle et je l’accepte"))

    def __init__(self, data: Any = None, *, circle: Circle, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.current = current_charter(circle)
        self.read: CharterVersion | None = None
        self.fields["version"].queryset = circle.charter_versions.all()
        if self.current is not None:
            self.initial["version"] = self.current.pk
        self.order_fields([name for name in self.fields if name != "accepts"] + ["accepts"])

    def clean_version(self) -> CharterVersion:
        version = self.cleaned_data["version"]
        if version != self.current:
            self.read = version
        return version

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        clean.pop("accepts", None)
        if self.read is not None:
            self._ask_again()
        return clean

    def _ask_again(self) -> None:
        """The next sending carries the version in force, and its tick is for her to put."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(self.current.pk)
        self.data.pop(self.add_prefix("accepts"), None)
        text = _("La charte a changé pendant votre lecture. Relisez ce qui change ci-dessus, puis acceptez de nouveau.")
        self.add_error(None, forms.ValidationError(text, code="charter_changed"))

    @property
    def changes(self) -> list[list[Passage]]:
        """What changed since the version that was read; empty when it is the current one."""
        return difference(self.read.text, self.current.text) if self.read and self.current else []
