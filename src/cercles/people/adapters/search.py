"""People who chose to be listed, as the search finds them."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cercles.core.audience import NETWORK, audience_of, key
from cercles.core.enums import Visibility
from cercles.core.markdown import plain
from cercles.core.prepared import prepared
from cercles.core.typography import day_of
from cercles.people.models import User
from cercles.search.queries import Document, Read, Shown, Source


def listed() -> QuerySet:
    return User.objects.active().filter(in_directory=True)


def document(person: User) -> Document:
    seen = [key("person", person.pk)]
    if person.visibility == Visibility.NETWORK:
        seen.append(NETWORK)
    elif person.visibility == Visibility.CIRCLE:  # her peers hold the strings of the circles she is in
        seen += [held for held in audience_of(person) if held.startswith(f"{Visibility.CIRCLE}:")]
    return Document(person.display_name, seen, about(person), key=person.search_key, at=day_of(person.created_at))


def about(person: User) -> str:
    return plain(person.about)


def shown(person: User) -> Shown:
    return Shown(person.display_name, person.url, fictional=person.is_fictional)


@prepared
def _read(reader: Any, ids: Collection[int]) -> QuerySet[User]:
    found = listed().visible_to(reader).filter(pk__in=ids).order_by()
    return found.only("ref", "name", "email", "state", "about", "is_fictional")


def read(reader: Any, ids: Collection[int]) -> Mapping[int, Read]:
    return {person.pk: Read(shown(person), about(person)) for person in _read(reader, ids)}


def sources() -> list[Source]:
    return [Source(User, "personnes", _("Personnes"), listed, document, shown, order=50, read=read)]
