"""After a meeting: who was there, what is written, what is to be done."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cercles.circles.queries import organisations_of
from cercles.core.enums import Visibility
from cercles.core.fields import DayField
from cercles.meetings.enums import MINUTES_VISIBILITIES, FollowUpState
from cercles.meetings.models import Meeting, Minutes
from cercles.organisations.models import Organisation
from cercles.people.models import User


class TakeawayForm(forms.Form):
    """The one question: one box, two ticks."""

    text = forms.CharField(
        label=_("Votre réponse"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Par exemple : le récit de l’échec ; je vais appeler l’entreprise qui loue ses machines."),
    )  # fmt: skip
    will_try = forms.BooleanField(label=_("Je vais essayer quelque chose"), required=False)
    may_share = forms.BooleanField(
        label=_("Le cercle peut lire ma réponse, sans mon nom"), required=False,
        help_text=_("Sinon, seule l’animation la lit."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, obj: Meeting, person: Any):
        known = obj.takeaways.filter(person=person).values("text", "will_try", "may_share").first()
        super().__init__(data, initial=known or {})


class LaterForm(forms.Form):
    """Ninety days after: one box."""

    outcome = forms.CharField(
        label=_("Ce que cela a donné"), max_length=3000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Lu par qui lisait votre première réponse : l’animation, et le cercle sans votre nom si vous l’aviez voulu."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, obj: Meeting, person: Any):
        super().__init__(data, initial=obj.takeaways.filter(person=person).values("outcome").first() or {})


class FollowUpAnswerForm(forms.Form):
    """Done, going on, or given up and why."""

    answer = forms.ChoiceField(
        label=_("Où en est-ce ?"), widget=forms.RadioSelect,
        choices=(("finish", _("C’est fait")), ("go_on", _("C’est toujours en cours")), ("drop", _("C’est abandonné"))),
        error_messages={"required": _("Choisissez une des trois réponses.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Pourquoi, ou quelques mots de plus"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nécessaire si c’est abandonné : ce qui n’a pas marché apprend aussi."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, obj: Any, person: Any):
        said = {FollowUpState.DONE: "finish", FollowUpState.DROPPED: "drop"}.get(obj.state)
        super().__init__(data, initial={"answer": said, "reason": obj.reason})


class WalkInForm(forms.Form):
    """``add_walk_in``."""

    name = forms.CharField(label=_("Prénom et nom"), max_length=120)
    email = forms.EmailField(
        label=_("Adresse électronique"), max_length=254,
        error_messages={"invalid": _("Cette adresse n’est pas complète. Exemple : prenom.nom@exemple.fr")},
    )  # fmt: skip


class MinutesForm(forms.Form):
    """``write_minutes`` keeps the draft, ``publish_minutes`` makes a version."""

    text = forms.CharField(
        label=_("Compte rendu"), max_length=60000, widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("Ce qui a été dit et qui resservira. « ## » devant une ligne en fait un titre, « - » une liste."),
    )  # fmt: skip
    visibility = forms.ChoiceField(label=_("Qui le lira"))
    what_changed = forms.CharField(
        label=_("Ce qui change depuis la version précédente"), max_length=300, required=False
    )
    tell_again = forms.BooleanField(
        label=_("Écrire de nouveau aux personnes qui s’étaient inscrites"), required=False,
        help_text=_("Inutile pour une faute de frappe : la première version leur a été annoncée."),
    )  # fmt: skip

    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the draft she writes from

    def __init__(self, data: Any = None, *, meeting: Meeting, number: int, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["visibility"].choices = [(level.value, Visibility(level).label) for level in MINUTES_VISIBILITIES]
        if not number:
            del self.fields["what_changed"], self.fields["tell_again"]

    def follow(self, known: Minutes | None) -> str:
        """After a refusal, what another kept meanwhile: the form now follows it, so that pressing again is a choice."""
        if known is None or not self.has_error("__all__", code="changed_meanwhile"):
            return ""
        self.data = self.data.copy()
        self.data["seen"] = known.drafted
        return known.draft


class DecisionForm(forms.Form):
    """``add_decision``."""

    text = forms.CharField(label=_("Ce qui est décidé"), max_length=500)
    why = forms.CharField(
        label=_("Pourquoi"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class FollowUpForm(forms.Form):
    """``add_follow_up``: somebody of the circle or of the meeting, or one of the circle's organisations."""

    what = forms.CharField(
        label=_("Ce qui est à faire"), max_length=300, help_text=_("Par exemple : envoyer la convention type.")
    )
    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Qui s’en charge"), required=False, empty_label=_("Choisir une personne")
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Ou quelle organisation"), required=False,
        empty_label=_("Choisir une organisation"),
    )  # fmt: skip
    due = DayField(label=_("Pour le"), required=False, widget=forms.DateInput)

    def __init__(self, data: Any = None, *, meeting: Meeting):
        super().__init__(data)
        people = User.objects.filter(
            Q(memberships__circle=meeting.circle, memberships__until__isnull=True)
            | Q(pk__in=meeting.registrations.taking_part().values("person"))
        )
        self.fields["person"].queryset = people.distinct().order_by("search_key", "id")
        self.fields["organisation"].queryset = organisations_of(meeting.circle).order_by("search_key", "id")


class CloseForm(forms.Form):
    """``close_meeting``."""

    reason = forms.CharField(
        label=_("S’il n’y a pas de compte rendu, pourquoi"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class CancelForm(forms.Form):
    """``cancel_meeting``."""

    reason = forms.CharField(
        label=_("Raison"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Elle est écrite à toutes les personnes invitées et inscrites."),
    )  # fmt: skip
