"""A message that the week prepared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cercles.circles.queries.week import Word

ACTS = ("send", "later", "never")


class WordForm(forms.Form):
    """Shown to be read and changed. ``do`` says what to do of it; without it, nothing leaves."""

    text = forms.CharField(label=_("Votre message"), max_length=3000, widget=forms.Textarea(attrs={"rows": 8}))
    with_address = forms.BooleanField(
        label=_("Donner mon adresse, pour que la réponse m’arrive par courriel"), initial=True, required=False
    )
    do = forms.ChoiceField(choices=[(act, act) for act in ACTS], widget=forms.HiddenInput, initial="send")

    def __init__(self, data: Any = None, *, word: Word):
        super().__init__(data, initial={"text": word.text}, auto_id=f"{word.kind}-{word.about}-%s")
        self.word = word
        if data and data.get("do") != "send":  # the text is only asked of who sends it
            self.fields["text"].required = False
        if word.thread_id:
            del self.fields["with_address"]
