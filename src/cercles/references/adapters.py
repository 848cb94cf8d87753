"""The words of the vocabularies: found as pages are, and the labels of facets."""

from collections.abc import Callable, Iterable, Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cercles.core.audience import PUBLIC
from cercles.references.enums import Vocabulary
from cercles.references.models import Term
from cercles.search.queries import Document, FacetKind, Label, Shown, Source


def words() -> QuerySet:
    return Term.objects.all()


def document(term: Term) -> Document:
    return Document(term.label, [PUBLIC], f"{term.definition} · {term.get_vocabulary_display()}")


def shown(term: Term) -> Shown:
    url = f"{reverse('references:vocabulary', args=[term.vocabulary])}#{term.code}"
    return Shown(term.label, url, str(term.get_vocabulary_display()))


def sources() -> list[Source]:
    return [Source(Term, "mots", _("Les mots du site"), words, document, shown, order=80)]


def labels_of(vocabulary: str) -> Callable[[Iterable[str]], Mapping[str, Label]]:
    def labels(codes: Iterable[str]) -> dict[str, Label]:
        found = Term.objects.of(vocabulary).filter(code__in=[*codes])
        return {term.code: Label(term.label) for term in found}

    return labels


def facets() -> list[FacetKind]:
    return [
        FacetKind("category", _("Catégorie"), labels_of(Vocabulary.CATEGORY), order=10),
        FacetKind("theme", _("Thème"), labels_of(Vocabulary.THEME), order=30),
        FacetKind("sdg", _("Objectif de développement durable"), labels_of(Vocabulary.SDG), order=40),
        FacetKind("model", _("Modèle économique"), labels_of(Vocabulary.ECONOMIC_MODEL), order=50),
    ]
