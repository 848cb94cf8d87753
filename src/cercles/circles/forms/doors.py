"""Come in, invite, answer who asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums import CircleRole, LinkMode
from cercles.circles.forms.fields import ReadsCharter, area, spoken_for
from cercles.circles.forms.members import ROLES
from cercles.circles.models import Circle
from cercles.core.addresses import Address, Rejected, parse_addresses


class EnterForm(ReadsCharter):
    """Accept the charter and say for whom one enters."""

    def __init__(self, data: Any = None, *, circle: Circle, person: Any, **kwargs: Any):
        super().__init__(data, circle=circle, **kwargs)
        self.fields["organisation"] = spoken_for(person)
        self.order_fields(["version", "organisation", "accepts"])


class JoinForm(EnterForm):
    """The same, with the circle's question."""

    def __init__(self, data: Any = None, *, circle: Circle, person: Any, **kwargs: Any):
        super().__init__(data, circle=circle, person=person, **kwargs)
        asked = circle.join_question
        self.fields["answer"] = forms.CharField(
            label=asked or _("Un mot pour vous présenter"), max_length=2000, required=bool(asked), widget=area(4)
        )
        self.order_fields(["version", "answer", "organisation", "accepts"])


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("Adresse électronique"), max_length=254)
    name = forms.CharField(label=_("Prénom et nom"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Rôle"), choices=ROLES, initial=CircleRole.MEMBER)
    message = forms.CharField(label=_("Un mot personnel"), max_length=1000, required=False, widget=area(3))


class InviteListForm(forms.Form):
    """A pasted list, whatever it was copied from."""

    addresses = forms.CharField(
        label=_("Adresses"),
        max_length=50000,
        widget=area(6),
        help_text=_("Collez-les comme elles viennent : une par ligne, d’un tableur, ou « Prénom Nom <adresse> »."),
    )
    message = forms.CharField(label=_("Un mot pour toutes et tous"), max_length=1000, required=False, widget=area(3))

    rejected: list[Rejected] = []
    MOST = 200

    def clean_addresses(self) -> list[Address]:
        found, self.rejected = parse_addresses(self.cleaned_data["addresses"])
        if self.rejected:
            first = self.rejected[0]
            text = _(
                "Ligne %(line)d, « %(text)s » : %(reason)s. Corrigez ou retirez la ligne ; rien n’est encore parti."
            )
            raise forms.ValidationError(
                text, params={"line": first.line, "text": first.text, "reason": first.reason}, code="bad_line"
            )
        if not found:
            raise forms.ValidationError(_("Collez au moins une adresse."), code="no_address")
        if len(found) > self.MOST:
            raise forms.ValidationError(_("Deux cents adresses au plus en une fois."), code="too_many")
        return found


class LinkForm(forms.Form):
    mode = forms.ChoiceField(
        label=_("Le lien mène à"), choices=LinkMode.choices, initial=LinkMode.REQUEST, widget=forms.RadioSelect
    )
    days = forms.TypedChoiceField(
        label=_("Il sert pendant"),
        choices=[(7, _("une semaine")), (30, _("un mois")), (90, _("trois mois"))],
        coerce=int,
        initial=30,
    )


class DecisionForm(forms.Form):
    """Accept, or decline and say why."""

    answer = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[("accept", _("J’accepte")), ("decline", _("Je refuse"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Si vous refusez, pourquoi"),
        max_length=1000,
        required=False,
        widget=area(3),
        help_text=_("La personne recevra cette phrase."),
    )
