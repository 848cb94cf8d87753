"""What a person agrees to and takes back."""

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core.errors import RuleBroken
from cercles.journal.actions import record
from cercles.people.enums import CONSENT_VERSION, Consent
from cercles.people.models import ConsentRecord, User
from cercles.search.actions import touch


def log_consent(person: User, kind: str, *, given: bool) -> ConsentRecord:
    """One more line of the log, inside the caller's transaction; the directory follows it."""
    if kind == Consent.DIRECTORY:
        person.in_directory = given
        person.save(update_fields=["in_directory"])
        touch(person)
    return ConsentRecord.objects.create(person=person, kind=kind, version=CONSENT_VERSION, given=given)


@transaction.atomic
def set_consent(*, by: User, kind: str, given: bool) -> ConsentRecord:
    """Give or take back. Saying the same thing twice writes nothing new."""
    if kind not in Consent.values:
        text = _("Pour retirer votre accord aux conditions d’utilisation, effacez votre compte.")
        raise RuleBroken("consent_not_free", text, field="kind")
    person = User.objects.select_for_update().get(pk=by.pk)
    last = person.consents.filter(kind=kind).first()
    if last is not None and last.given == given:
        return last
    record("people.consent_given" if given else "people.consent_withdrawn", person, by=by, kind_of_consent=kind)
    return log_consent(person, kind, given=given)
