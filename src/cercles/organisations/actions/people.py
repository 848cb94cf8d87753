"""A representative brings in somebody known by her address."""

from typing import Any

from django.db import transaction

from cercles.organisations import emails
from cercles.organisations.actions.affiliations import add_affiliation
from cercles.organisations.models import Affiliation, Organisation
from cercles.people.actions import invite_person


@transaction.atomic
def add_somebody(*, organisation: Organisation, by: Any, email: str, name: str = "", **link: Any) -> Affiliation:
    """Link the person with this address, known or not yet, and write to her who did it and how to undo it."""
    person = invite_person(email=email, name=name, by=by)
    row = add_affiliation(person=person, organisation=organisation, by=by, **link)
    if person.pk != by.pk:
        emails.linked(row, by)
    return row
