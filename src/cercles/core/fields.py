"""A form field that finds one thing among many by its name: a place, an organisation, a person.

In a form of any room::

    from cercles.core.fields import PickField
    from cercles.territories import queries as places

    seat = PickField(label=_("Commune"), find=places.place_choices, load=places.choice_of, url="territories:suggest",
                     help_text=_("Nom ou code postal."), required=False)

``cleaned_data["seat"]`` is what ``load`` gives (a ``Territory``), or None. ``find(text)`` gives at most a dozen ``Choice``s;
``load(pk)`` gives the object or None when it may not be chosen; ``url`` names a view that answers ``?q=…`` by
``{"results": [{"value", "label", "note"}]}`` (``suggestions(request, find)`` makes it). The object's ``label``, else its text, is
what the box shows for ``initial=`` (an object or its id).

Without JavaScript one types a name; if one thing fits it is taken, if several do the form comes back with radio buttons, and what
was typed stays. With JavaScript the same box proposes as one types (combobox of the ARIA practices, arrows, Enter, Escape).
``form_page`` brings the script; a page that draws the field by itself writes ``{{ form.media }}``.

``DayField``, ``MomentField`` and ``ManyField`` are Django's own, and refuse with a sentence what nobody means: a year that is not whole,
a number that no key can be.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from cercles.core.text import whole_number

SHOWN = 8
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Choice:
    """One proposal: ``note`` says in a few words why it is proposed or what tells it apart."""

    value: str
    label: str
    note: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Picked:
    """What a form holds: the words typed, the value chosen, and the words the choice was made for."""

    text: str = ""
    value: str = ""
    made_for: str = ""

    @property
    def stands(self) -> bool:
        """The choice is dropped when the words have changed since: what is read in the box is what counts."""
        return bool(self.value) and self.text.strip() == self.made_for.strip()


class PickWidget(forms.Widget):
    """A text box, and radio buttons when several things fit."""

    template_name = "core/widgets/pick.html"
    choices: tuple[Choice, ...] = ()

    class Media:
        js = [forms.Script("core/pick.js", defer=True)]

    def __init__(self, url: Any, attrs: dict[str, Any] | None = None):
        super().__init__(attrs)
        self.url = url

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Picked:
        return Picked(*(data.get(f"{name}{end}", "") for end in ("", "_id", "_for")))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def id_for_label(self, id_: str) -> str:
        return id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        picked = value if isinstance(value, Picked) else Picked()
        context["widget"] |= {"picked": picked, "url": self.url, "choices": self.choices}
        return context


class PickField(forms.Field):
    """See the head of this file."""

    default_error_messages = {
        "unknown": _("Rien ne correspond à « %(text)s ». Vérifiez l’orthographe ou essayez un nom plus court."),
        "several": _("Plusieurs réponses possibles pour « %(text)s » : choisissez la vôtre ci-dessous."),
        "refused": _("Ce choix n’est plus possible : cherchez à nouveau."),
    }

    def __init__(self, *, find: Callable[[str], list[Choice]], load: Callable[[int], Any], url: str, **kwargs: Any):
        super().__init__(widget=PickWidget(reverse_lazy(url)), **kwargs)
        self.find, self.load = find, load

    def prepare_value(self, value: Any) -> Picked:
        """From what was posted, from an object, or from its id."""
        if isinstance(value, Picked):
            return value
        chosen = self.load(value) if isinstance(value, int) else value
        if chosen is None or chosen == "":
            return Picked()
        label = str(getattr(chosen, "label", chosen))
        return Picked(label, str(chosen.pk), label)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != data

    def clean(self, value: Picked) -> Any:
        text = value.text.strip()
        if not text:
            return super().clean(None)
        if value.stands:
            chosen = self.load(number) if (number := whole_number(value.value)) else None
            if chosen is None:
                raise ValidationError(self.error_messages["refused"], code="refused")
            return chosen
        fitting = self._fitting(text)
        if not fitting:
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"text": text})
        if len(fitting) > 1:
            self.widget.choices = tuple(fitting[:SHOWN])
            raise ValidationError(self.error_messages["several"], code="several", params={"text": text})
        return self.load(int(fitting[0].value))

    def _fitting(self, text: str) -> list[Choice]:
        """All that ``find`` gives, or the only one whose label is exactly what was typed."""
        found = self.find(text)
        same = [choice for choice in found if choice.label.casefold() == text.casefold()]
        return same if len(same) == 1 else found


def whole_year(day: date) -> None:
    """Of a day, or of a moment. Browsers take « 26 » for the year 26, and every date is then long past."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValidationError(_("Vérifiez l’année : %(year)s.") % {"year": day.year}, code="year")


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any):
        super().__init__(validators=[whole_year], **kwargs)


class MomentField(forms.DateTimeField):
    def __init__(self, **kwargs: Any):
        super().__init__(validators=[whole_year], **kwargs)


class ManyField(forms.ModelMultipleChoiceField):
    """Several things of a list. A number that no key can be is none of them: SQLite does not look for it."""

    def clean(self, value: Any) -> Any:
        for chosen in value if isinstance(value, list | tuple) else ():
            if str(chosen).isdecimal() and not whole_number(str(chosen)):
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": chosen}
                )
        return super().clean(value)


def suggestions(text: str, find: Callable[[str], list[Choice]]) -> dict[str, list[dict[str, str]]]:
    """What the address of a ``PickField`` answers, to be given to ``JsonResponse``."""
    return {"results": [choice.as_dict() for choice in find(text)[:SHOWN]] if text.strip() else []}
