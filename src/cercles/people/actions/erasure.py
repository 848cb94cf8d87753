"""The end of an account: what is only hers is deleted, what she shared stays without her name."""

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import slots
from cercles.core.enums import Visibility
from cercles.core.errors import RuleBroken
from cercles.journal.actions import record, unname
from cercles.people.enums import AccountState
from cercles.people.models import User
from cercles.search.actions import touch


def erase_blockers(person: User) -> list[str]:
    """Sentences that say what to do first; empty when the account may be erased."""
    return [str(sentence) for sentence in slots.collect("person.erase_blockers", person)]


@transaction.atomic
def erase_person(*, by: User) -> User:
    """Only the person erases her account, or the retention rule that told her so, in this one transaction: every room deletes or
    unnames what it holds.

    The row stays, without a name and with an address nobody can be written at, because shared texts point to it.
    """
    person = User.objects.select_for_update().get(pk=by.pk)
    if person.state == AccountState.ERASED:
        return person
    if person.is_administrator:  # the last two may not leave at the same moment
        list(User.objects.select_for_update().filter(is_administrator=True).order_by("pk"))
    blockers = erase_blockers(person)
    if blockers:
        raise RuleBroken("erase_blocked", _("Avant d’effacer votre compte : %(what)s") % {"what": " ".join(blockers)})
    for erase in slots.providers("person.erase"):
        erase(person)
    person.consents.all().delete()
    person.legal_acceptances.all().delete()
    unname(User.objects.filter(pk=person.pk))
    person.state, person.is_active, person.is_administrator = AccountState.ERASED, False, False
    person.email, person.name, person.search_key = f"efface-{person.ref}@invalid", "", ""
    person.about, person.phone, person.suspended_reason = "", "", ""
    person.in_directory, person.visibility, person.invited_by = False, Visibility.PRIVATE, None
    person.link_counter += 1
    person.audience = person.page_audience
    person.set_unusable_password()
    person.save()
    touch(person)
    record("people.erased", person, by=None)
    return person
