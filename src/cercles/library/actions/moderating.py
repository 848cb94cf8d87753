"""What moderation does to a document: it is for nobody, until it is given back to the circle; a year later it is deleted."""

from collections.abc import Collection
from typing import Any

from cercles.core.audience import key
from cercles.core.enums import Visibility
from cercles.library.actions.files import drop_when_done
from cercles.library.models import CircleDocument
from cercles.search import actions as search


def take_away(pk: int, motive: str, by: Any) -> None:
    """Its address says that it was taken away; its versions and files stay, for whoever looks at it again."""
    document = CircleDocument.objects.select_for_update().get(pk=pk)
    document.shown_before = document.visibility
    document.visibility, document.audience = Visibility.PRIVATE, key("removed", pk)
    document.save(update_fields=["visibility", "audience", "shown_before"])
    search.touch(document)


def put_back(pk: int, by: Any) -> None:
    """For the members of the circle: showing it to more people is for who added it."""
    document = CircleDocument.objects.select_for_update(of=("self",)).select_related("circle").filter(pk=pk).first()
    if document is None or document.visibility != Visibility.PRIVATE:
        return
    document.visibility, document.audience = Visibility.CIRCLE, document.circle.members_audience
    document.shown_before = ""
    document.save(update_fields=["visibility", "audience", "shown_before"])
    search.touch(document)


def erase(pks: Collection[int]) -> None:
    """For good, what is still away."""
    for document in CircleDocument.objects.filter(pk__in=pks, visibility=Visibility.PRIVATE):
        drop_when_done([version.file for version in document.versions.all()])
        search.touch(document)
        document.delete()
