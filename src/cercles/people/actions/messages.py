"""One person writes to another by the site, which keeps the addresses to itself."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.queries import written_since
from cercles.people import emails
from cercles.people.models import User

MOST_A_DAY = 10


@transaction.atomic
def write_to(*, person: User, by: Any, text: str, with_address: bool) -> None:
    """Relayed by letter, kept nowhere else. Few a day: somebody who writes to everybody has a circle for that, or wants something else."""
    User.objects.select_for_update().get(pk=by.pk)  # two at once are counted one after the other
    if written_since(emails.message_key(by), clock.now() - timedelta(days=1)) >= MOST_A_DAY:
        raise RuleBroken(
            "too_many_messages",
            _(
                "Vous avez écrit à dix personnes depuis hier. Gardez ce texte et reprenez demain, ou passez par un cercle."
            ),
        )
    emails.message(person, by, text.strip(), with_address=with_address)
