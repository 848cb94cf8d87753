"""Be in a circle: role, hand-over, leaving; what the charter and the grid ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.circles.enums import GIVEN_ROLES, CircleRole, Level
from cercles.circles.forms.fields import ReadsCharter, area, spoken_for
from cercles.circles.models import CharterVersion, Circle, Membership
from cercles.circles.queries import current_members, organisations_to_accept
from cercles.core.enums import Visibility, is_wider
from cercles.core.fields import DayField
from cercles.core.text import whole_number
from cercles.organisations.models import Organisation

ROLES = [(role.value, role.label) for role in GIVEN_ROLES]


class MemberForm(forms.Form):
    role = forms.ChoiceField(label=_("Rôle"), choices=ROLES)
    pioneer_since = DayField(
        label=_("Pair pionnier depuis"),
        required=False,
        widget=forms.DateInput,
        help_text=_("Qui essaie avant les autres et accepte de le raconter."),
    )


class ReasonForm(forms.Form):
    """One reason, required, that the other receives."""

    reason = forms.CharField(
        label=_("Pourquoi"), max_length=1000, widget=area(3), help_text=_("La personne recevra cette phrase.")
    )


class LeaveForm(forms.Form):
    reason = forms.CharField(
        label=_("Un mot pour celles et ceux qui animent"), max_length=1000, required=False, widget=area(3)
    )


class SpeakForForm(forms.Form):
    def __init__(self, data: Any = None, *, membership: Membership, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["organisation"] = spoken_for(membership.person, initial=membership.organisation_id)


class HandoverForm(forms.Form):
    """To whom, and what one stays."""

    taker = forms.ModelChoiceField(label=_("À qui"), queryset=Membership.objects.none(), empty_label=None)
    stays_as = forms.ChoiceField(label=_("Vous restez"), choices=ROLES, initial=CircleRole.MEMBER)
    message = forms.CharField(label=_("Un mot pour cette personne"), max_length=1000, required=False, widget=area(3))

    def __init__(self, data: Any = None, *, circle: Circle, person: Any, **kwargs: Any):
        super().__init__(data, **kwargs)
        others = current_members(circle).exclude(person=person).exclude(role=CircleRole.FACILITATOR)
        self.fields["taker"].queryset = others
        self.nobody = not others.exists()


class CharterForm(forms.Form):
    """The next version; ``base`` is the number of the one it was written from."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(label=_("Texte de la charte"), max_length=20000, widget=area(18))
    change_note = forms.CharField(
        label=_("Ce qui change, en une phrase"),
        max_length=500,
        help_text=_("Chaque membre la lira avant d’accepter. Exemple : une règle sur les enregistrements."),
    )

    def read_before(self, circle: Circle, number: int) -> CharterVersion | None:
        """The version this text was written from, when ``number`` has replaced it: the next sending starts from ``number``."""
        written_from = whole_number(self.data.get("base", "")) if self.is_bound else 0
        if written_from in (0, number):
            return None
        self.data = self.data.copy()
        self.data["base"] = str(number)
        return circle.charter_versions.filter(number=written_from).first()


class AcceptForm(ReadsCharter):
    """Accept for oneself, or for an organisation one represents."""

    def __init__(self, data: Any = None, *, circle: Circle, person: Any, own: bool, **kwargs: Any):
        super().__init__(data, circle=circle, **kwargs)
        waiting = organisations_to_accept(self.current, person) if self.current else []
        if waiting:
            self.fields["organisation"] = forms.ModelChoiceField(
                label=_("Vous acceptez"),
                queryset=Organisation.objects.filter(pk__in=[organisation.pk for organisation in waiting]),
                required=not own,
                empty_label=_("Pour moi-même") if own else None,
            )
            self.order_fields(["version", "organisation", "accepts"])


class PositionForm(forms.Form):
    """A cell of the grid."""

    level = forms.ChoiceField(label=_("Où vous en êtes"), choices=Level.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("En une phrase"),
        max_length=280,
        required=False,
        widget=area(3),
        help_text=_("Exemple : 12 % de nos achats passent par une entreprise d’insertion, depuis deux ans."),
    )
    visibility = forms.ChoiceField(label=_("Qui la voit"), widget=forms.RadioSelect, initial=Visibility.CIRCLE)

    def __init__(self, data: Any = None, *, circle: Circle, **kwargs: Any):
        super().__init__(data, **kwargs)
        widths = (Visibility.CIRCLE, Visibility.NETWORK, Visibility.PUBLIC)
        self.fields["visibility"].choices = [
            (width.value, width.label)
            for width in widths
            if not is_wider(width, circle.visibility) or width == "circle"
        ]
