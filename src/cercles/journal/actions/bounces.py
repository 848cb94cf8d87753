"""A mail came back: whose, and whether for good."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from cercles.core import clock, standing
from cercles.journal.enums import BOUNCES, Outcome
from cercles.journal.models import Bounce, IncomingMail, OutgoingMail
from cercles.journal.queries.incoming import Received
from cercles.journal.reading import Nature


@transaction.atomic
def note_bounce(nature: Nature, said: standing.Standing | None, mail: IncomingMail) -> Received:
    """Kept against the present address of its person, when it came back for good. A delay, or nobody's, is only told."""
    if nature.kind != "bounce":
        return Received(Outcome.IGNORED, "automatic")  # somebody's program, or somebody, writes where only servers do
    people = get_user_model()._default_manager
    person = people.filter(pk=said.person_id).first() if said and said.code == BOUNCES else None
    if person is None and nature.recipient and OutgoingMail.objects.filter(to=nature.recipient).exists():
        person = people.filter(email=nature.recipient).first()
    if person is None:
        return Received(Outcome.BOUNCE, "nobody")
    mail.person = person
    if not nature.for_good:
        return Received(Outcome.BOUNCE, "delayed", object_id=None)
    kept = {
        "person": person,
        "address": person.email,
        "status": nature.status[:16],
        "said": nature.said[:300],
        "at": clock.now(),
    }
    row, _new = Bounce.objects.get_or_create(mail=mail, defaults=kept)
    return Received(Outcome.BOUNCE, "failed", "journal.bounce", row.pk)


def forgive_bounces(person: Any) -> None:
    """She wrote from that address, or says it works again: what came back is forgotten."""
    Bounce.objects.filter(person=person, address=person.email).delete()
