"""An act that a signed link may do, for tests of the page that carries them all."""

from types import SimpleNamespace
from typing import Any

import pytest
from django import forms

from cercles.core import links
from cercles.journal.actions import send_letter


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[("yes", "Je viens"), ("no", "Je ne viens pas")])

    def __init__(self, data: Any = None, *, obj: Any, person: Any):
        super().__init__(data)


@pytest.fixture
def party(monkeypatch: Any) -> Any:
    """A party one answers to by link: its answers, its object, and whether it still exists."""
    story = SimpleNamespace(pk=7, answers={}, exists=True)

    def perform(obj: Any, person: Any, answer: str) -> str:
        story.answers[person.email] = answer
        send_letter(key=f"party:{person.pk}:{answer}", person=person, subject="Votre réponse", lines=[answer])
        return "Votre réponse est notée."

    verb = links.Verb(
        code="test.party",
        load=lambda pk: story if story.exists and pk == 7 else None,
        present=lambda obj, person: {"title": "Venez-vous à la fête ?", "text": "Jeudi à 18 h.", "button": "Répondre"},
        perform=perform,
        form=AnswerForm,
    )
    monkeypatch.setitem(links._verbs, verb.code, verb)
    return story
