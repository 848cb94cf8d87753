"""Visit a circle."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.circles.forms.fields import area
from cercles.circles.models.visits import LONGEST_REASON


class VisitForm(forms.Form):
    address = forms.CharField(
        label=_("Adresse du cercle"), max_length=200,
        help_text=_("Comme la donne la personne que vous aidez : l’adresse de sa page, ou son dernier mot."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Pourquoi vous le lisez"), max_length=LONGEST_REASON, widget=area(3),
        help_text=_("« Fanny Animatrice ne voit plus un échange du 3 mars, et nous a écrit. »"),
    )  # fmt: skip
