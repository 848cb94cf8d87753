"""Words of the vocabularies."""

import csv
from importlib.resources import files

import factory

from cercles.references.actions import load_terms
from cercles.references.enums import Vocabulary
from cercles.references.models import Term


class TermFactory(factory.django.DjangoModelFactory):
    """A theme, unless another vocabulary is asked for."""

    class Meta:
        model = Term

    vocabulary = Vocabulary.THEME
    code = factory.Sequence(lambda n: f"term_{n}")
    label = factory.Sequence(lambda n: f"Mot {n}")


def shipped() -> list[dict[str, str]]:
    """The rows that ship with the site."""
    text = (files("cercles.references") / "data" / "terms.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def vocabularies() -> None:
    """Load them all."""
    load_terms(shipped())
