"""Write in a circle."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.circles.actions.threads.writing import LONGEST
from cercles.circles.forms.fields import area
from cercles.circles.models import HeldMessage
from cercles.circles.models.threads import LONGEST_TITLE
from cercles.journal.enums import Rhythm

_TEXT_HELP = _("Écrivez simplement. « @Prénom Nom » prévient ce membre tout de suite.")


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files; the action says which are taken."""

    def __init__(self, **kwargs: Any):
        super().__init__(required=False, widget=ManyFilesInput(attrs={"multiple": True}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in given if one]


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Votre message"), max_length=LONGEST, required=False, widget=area(6), help_text=_TEXT_HELP
    )
    files = ManyFilesField(
        label=_("Joindre des fichiers"),
        help_text=_("25 Mo chacun au plus : PDF, image, document, tableau ou présentation."),
    )


class ThreadForm(AnswerForm):
    title = forms.CharField(
        label=_("Sujet"),
        max_length=LONGEST_TITLE,
        help_text=_("Ce que les membres lisent d’abord : « Qui a déjà mutualisé un poste ? »"),
    )
    field_order = ("title", "text", "files")


class EditForm(forms.Form):
    text = forms.CharField(label=_("Votre message"), max_length=LONGEST, widget=area(8))


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Un mot d’explication"),
        max_length=300,
        required=False,
        help_text=_("Les membres le lisent à la place du message."),
    )


class CloseThreadForm(forms.Form):
    reason = forms.CharField(
        label=_("Ce qu’il en reste"), max_length=500, required=False, widget=area(3),
        help_text=_("En une phrase : ce qui a été trouvé, ou pourquoi l’échange s’arrête."),
    )  # fmt: skip


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(label=_("Ce que vous recevez"), choices=Rhythm.choices, widget=forms.RadioSelect)


class PublishForm(forms.Form):
    """A held mail enters; in a thread of its own it needs a subject."""

    title = forms.CharField(label=_("Sujet"), max_length=LONGEST_TITLE)

    def __init__(self, data: Any = None, *, held: HeldMessage, **kwargs: Any):
        super().__init__(data, initial={"title": held.title}, **kwargs)
        if held.thread_id:
            del self.fields["title"]


class ListForm(forms.Form):
    file = forms.FileField(
        label=_("Fichier mbox"),
        help_text=_("Les archives de la liste, en un fichier. Donné deux fois, il n’ajoute rien deux fois."),
    )
