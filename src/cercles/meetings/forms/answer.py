"""Come, or not."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.meetings import queries
from cercles.meetings.enums import Presence
from cercles.meetings.models import Meeting, Registration
from cercles.organisations.models import Organisation

_ANSWERS = (("yes", _("Je participe")), ("no", _("Je ne peux pas")))


class OrganisationChoice(forms.ModelChoiceField):
    """Asked only of whoever has several."""

    def __init__(self, own: list[Organisation], **kwargs: Any):
        super().__init__(
            Organisation.objects.filter(pk__in=[one.pk for one in own]), label=_("Vous venez pour"), empty_label=None,
            initial=own[0].pk if own else None, required=False, **kwargs,
        )  # fmt: skip


def add_organisation(form: forms.Form, person: Any, meeting: Meeting) -> None:
    own = queries.organisations_for(person, meeting)
    if len(own) > 1:
        form.fields["organisation"] = OrganisationChoice(own)


class AnswerForm(forms.Form):
    """The form of the signed link."""

    answer = forms.ChoiceField(
        label=_("Votre réponse"), choices=_ANSWERS, widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une des deux réponses.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, obj: Registration, person: Any):
        answered = {Presence.CANCELLED: "no", Presence.REGISTERED: "yes", Presence.WAITING: "yes"}
        super().__init__(data, initial={"answer": answered.get(Presence(obj.state), "yes")})
        if obj.organisation_id is None:
            add_organisation(self, person, obj.meeting)


class RegisterForm(forms.Form):
    """« Je participe », in the site; asks nothing of who comes for one organisation or for herself."""

    def __init__(self, data: Any = None, *, person: Any, meeting: Meeting):
        super().__init__(data)
        add_organisation(self, person, meeting)


class VisitorForm(forms.Form):
    """``ask_as_visitor``."""

    name = forms.CharField(
        label=_("Prénom et nom"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Adresse électronique"), max_length=254,
        help_text=_("Un lien de confirmation y sera envoyé. Sans lui, rien n’est inscrit."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "placeholder": "prenom.nom@exemple.fr"}),
        error_messages={"invalid": _("Cette adresse n’est pas complète. Exemple : prenom.nom@exemple.fr")},
    )  # fmt: skip


class ColleagueForm(forms.Form):
    """``propose_colleague``."""

    email = forms.EmailField(
        label=_("Son adresse électronique"), max_length=254,
        error_messages={"invalid": _("Cette adresse n’est pas complète. Exemple : prenom.nom@exemple.fr")},
    )  # fmt: skip
    name = forms.CharField(label=_("Son prénom et son nom"), max_length=120, required=False)
    instead = forms.TypedChoiceField(
        label=_("Cette personne vient"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=(("yes", _("à ma place : je garde la mienne jusqu’à son accord")), ("no", _("en plus de moi"))),
    )  # fmt: skip


class GuestForm(forms.Form):
    """``invite_guest``."""

    email = forms.EmailField(
        label=_("Adresse électronique"), max_length=254,
        error_messages={"invalid": _("Cette adresse n’est pas complète. Exemple : prenom.nom@exemple.fr")},
    )  # fmt: skip
    name = forms.CharField(label=_("Prénom et nom"), max_length=120, required=False)
