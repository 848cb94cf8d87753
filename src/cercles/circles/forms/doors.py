"""Come in, invite, answer who asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums import CircleRole, LinkMode
from cercles.circles.forms.fields import ReadsCharter, area, spoken_for
from cercles.circles.forms.members import ROLES
from cercles.circles.models import Circle


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
    reason.needed_to = _("nécessaire pour refuser")  # type: ignore[attr-defined]


class RelayForm(forms.Form):
    """Take facilitation over, or not."""

    answer = forms.ChoiceField(
        label=_("Votre réponse"),
        choices=[("accept", _("J’accepte d’animer")), ("decline", _("Je ne prends pas le relais"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Sinon, un mot pour la personne qui propose"), max_length=1000, required=False, widget=area(3)
    )
