"""The signed links a person was sent: a fresh one, or the end of them all."""

from typing import Any

from django.db import transaction
from django.db.models import F

from cercles.core import links
from cercles.journal.actions import record
from cercles.people import emails
from cercles.people.models import User


@transaction.atomic
def revoke_links(*, by: User) -> User:
    """« Tout ce que j’ai reçu a été transféré »: no link sent to her so far acts any more."""
    User.objects.filter(pk=by.pk).update(link_counter=F("link_counter") + 1)
    person = User.objects.get(pk=by.pk)
    record("people.links_revoked", person, by=person)
    emails.links_revoked(person)
    return person


@transaction.atomic
def renew_link(*, verb: links.Verb, obj: Any, by: User) -> None:
    """Mail her a fresh link for the same act, at the address we know, whoever asks."""
    title = str(verb.present(obj, by)["title"])
    emails.fresh_link(by, verb, obj, title)
