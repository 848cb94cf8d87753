"""The words of the vocabularies: found as pages are, and the labels of facets."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cercles.core.audience import PUBLIC
from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.references.enums import Vocabulary
from cercles.references.models import Term
from cercles.search.queries import Document, FacetKind, Label, Read, Shown, Source


def words() -> QuerySet:
    return Term.objects.all()


def document(term: Term) -> Document:
    return Document(term.label, [PUBLIC], _told(term))


def _told(term: Term) -> str:
    return f"{term.definition} · {term.get_vocabulary_display()}"


def shown(term: Term) -> Shown:
    url = f"{address_of('references:vocabulary', term.vocabulary)}#{term.code}"
    return Shown(term.label, url, str(term.get_vocabulary_display()))


@prepared
def _read(ids: Collection[int]) -> QuerySet[Term]:
    return Term.objects.filter(pk__in=ids).order_by()


def read(reader: Any, ids: Collection[int]) -> Mapping[int, Read]:
    return {term.pk: Read(shown(term), _told(term)) for term in _read(ids)}


def sources() -> list[Source]:
    return [Source(Term, "mots", _("Les mots du site"), words, document, shown, order=80, read=read)]


def labels_of(vocabulary: str) -> Callable[[Iterable[str]], Mapping[str, Label]]:
    def labels(codes: Iterable[str]) -> dict[str, Label]:
        words = dict(_labels(vocabulary))
        return {code: Label(words[code]) for code in codes if code in words}

    return labels


@prepared
def _labels(vocabulary: str) -> QuerySet[Term, tuple[str, str]]:
    """Of every word, in use or not: a vocabulary is short."""
    return Term.objects.of(vocabulary).order_by().values_list("code", "label")


def facets() -> list[FacetKind]:
    return [
        FacetKind("category", _("Catégorie"), labels_of(Vocabulary.CATEGORY), order=10),
        FacetKind("theme", _("Thème"), labels_of(Vocabulary.THEME), order=30),
        FacetKind("sdg", _("Objectif de développement durable"), labels_of(Vocabulary.SDG), order=40),
        FacetKind("model", _("Modèle économique"), labels_of(Vocabulary.ECONOMIC_MODEL), order=50),
    ]
