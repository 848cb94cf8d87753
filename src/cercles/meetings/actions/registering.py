"""Take a seat, give it back, hand it to a colleague."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.actions import record
from cercles.meetings import queries
from cercles.meetings.actions.locks import locked, require_before_deadline, require_before_start
from cercles.meetings.actions.seating import fill_seats, move, next_number
from cercles.meetings.emails import seats as letters
from cercles.meetings.enums import Came, Presence
from cercles.meetings.models import Meeting, Registration
from cercles.meetings.rules import can_run_meeting, kept
from cercles.organisations.models import Organisation
from cercles.people.actions import invite_person

MOST_PROPOSED = 5
_ASKED = (Presence.REGISTERED, Presence.WAITING)


@transaction.atomic
def register(
    *, meeting: Meeting, person: Any, by: Any, organisation: Organisation | None = None, came: str = Came.HERSELF
) -> Registration:
    """« Je participe »: a seat, or the end of the waiting list. Said twice, it is the same answer."""
    meeting = locked(meeting)
    require_before_start(meeting)
    if not can_run_meeting(by, meeting):  # who facilitates still adds somebody after the deadline
        require_before_deadline(meeting)
    row = row_of(meeting, person, came)
    organisation = _organisation(row, organisation)
    if row.state in _ASKED:
        return row if organisation == row.organisation else _comes_for(row, organisation, by=by)
    row.organisation = organisation
    giver = _giver(row)
    if giver is None:
        row.queue_number = next_number(meeting)
    else:
        row.queue_number = giver.queue_number
        giver.queue_number = None
        row.instead_of = None  # the offer is used up
        move(giver, "decline", by=row.person, fields=["queue_number"])
        letters.handed_over(giver)
    move(row, "accept", by=by, fields=["organisation", "queue_number", "instead_of"])
    _tell_seated(fill_seats(meeting), but=row)
    row.refresh_from_db()
    row.meeting = meeting
    _tell_answer(row, by)
    return row


@transaction.atomic
def decline(*, meeting: Meeting, person: Any, by: Any) -> Registration:
    """« Je ne peux pas »: the seat goes to the first whom it suits, at once. Said twice, it is the same answer."""
    meeting = locked(meeting)
    require_before_start(meeting)
    row = row_of(meeting, person, Came.HERSELF)
    if row.state == Presence.CANCELLED:
        return row
    had_a_seat = row.state == Presence.REGISTERED
    row.queue_number = None
    move(row, "decline", by=by, fields=["queue_number"])
    _tell_seated(fill_seats(meeting))
    letters.declined(row, had_a_seat=had_a_seat, by=by)
    return row


@transaction.atomic
def propose_colleague(*, meeting: Meeting, by: Any, email: str, name: str = "", instead: bool = False) -> Registration:
    """« Proposer quelqu’un » of one's own organisation: one more of its seats, or one's own seat, kept until she accepts."""
    meeting = locked(meeting)
    require_before_deadline(meeting)
    mine = meeting.registrations.select_related("organisation").filter(person=by).first()
    organisation = mine.organisation if mine else next(iter(queries.organisations_for(by, meeting)), None)
    if organisation is None:
        text = _("On propose quelqu’un de son organisation : rattachez-vous d’abord à la vôtre.")
        raise RuleBroken("no_organisation", text)
    if instead and (mine is None or mine.state not in _ASKED):
        text = _("Vous n’avez pas de place à donner : proposez cette personne en plus de vous.")
        raise RuleBroken("no_seat_to_give", text, field="instead")
    person = invite_person(email=email, name=name, by=by)
    row = row_of(meeting, person, Came.COLLEAGUE)
    if row.state in _ASKED or person == by:
        raise RuleBroken("already_coming", _("Cette personne a déjà demandé une place."), field="email")
    if row.invited_by_id != by.pk and meeting.registrations.filter(invited_by=by).count() >= MOST_PROPOSED:
        raise RuleBroken("too_many_proposed", _("Vous avez déjà proposé cinq personnes pour cette rencontre."))
    row.organisation, row.invited_by, row.instead_of = organisation, by, mine if instead else None
    row.changes += 1
    row.save(update_fields=["organisation", "invited_by", "instead_of", "changes"])
    letters.colleague(row, by, instead)
    return row


@transaction.atomic
def invite_guest(*, meeting: Meeting, by: Any, email: str, name: str = "") -> Registration:
    """Who facilitates invites somebody more, member or not; the letter leaves when the meeting is announced."""
    meeting = locked(meeting)
    if not meeting.was_announced:
        raise RuleBroken("meeting_not_announced", _("Annoncez d’abord la rencontre : l’invitation partira alors."))
    require_before_start(meeting)
    person = invite_person(email=email, name=name, by=by)
    row = row_of(meeting, person, Came.GUEST, invited_by=by)
    if row.state == Presence.INVITED:
        letters.invitation(row)
    return row


@transaction.atomic
def ask_as_visitor(*, meeting: Meeting, email: str, name: str) -> None:
    """From the public page, without an account: nothing counts before the link received is followed. Tells nothing of who is known."""
    meeting = locked(meeting)
    require_before_deadline(meeting)
    person = invite_person(email=email, name=name, by=None)
    row = row_of(meeting, person, Came.VISITOR)
    letters.visitor(row, clock.now())


def row_of(meeting: Meeting, person: Any, came: str, *, invited_by: Any = None) -> Registration:
    """The row of a person, made if there was none; call it with the meeting locked."""
    row = meeting.registrations.select_related("organisation", "person").filter(person=person).first()
    if row is None:
        row = Registration.objects.create(meeting=meeting, person=person, came=came, invited_by=invited_by)
        kept.forget(person)
        record("meetings.invited", row, by=None, audience=f"person:{person.pk}", meeting=meeting.pk)
    row.meeting, row.person = meeting, person
    return row


def _organisation(row: Registration, wanted: Organisation | None) -> Organisation | None:
    """For whom she comes: what she chose among her own, else what she was invited for, else the first of her own."""
    if (wanted is None and row.state in _ASKED) or (
        row.organisation is not None and wanted in (None, row.organisation)
    ):
        return row.organisation
    own = queries.organisations_for(row.person, row.meeting)
    if wanted is None:
        return own[0] if own else None
    if wanted not in own:
        text = _("Choisissez une organisation à laquelle vous êtes rattaché.")
        raise RuleBroken("organisation_not_hers", text, field="organisation")
    return wanted


def _comes_for(row: Registration, organisation: Organisation | None, *, by: Any) -> Registration:
    """She comes for another of her organisations: allowed when it has a seat left; who waits keeps her place in line."""
    limit = row.meeting.seats_per_organisation
    if row.state == Presence.REGISTERED and organisation is not None and limit is not None:
        house = organisation.merged_into_id or organisation.pk
        used = row.meeting.registrations.exclude(pk=row.pk).seated().with_house().filter(house=house).count()
        if used >= limit:
            text = _("Plus de place pour cette organisation : gardez celle que vous avez.")
            raise RuleBroken("organisation_full", text, field="organisation")
    row.organisation = organisation
    row.save(update_fields=["organisation"])
    record("meetings.organisation_changed", row, by=None, audience=f"person:{row.person_id}")
    _tell_seated(fill_seats(row.meeting))
    row.refresh_from_db(fields=["state", "changes"])
    return row


def _giver(row: Registration) -> Registration | None:
    """The colleague whose seat, or place in line, she takes; None when he has since given it back."""
    if row.instead_of_id is None:
        return None
    giver = Registration.objects.select_related("person").get(pk=row.instead_of_id)
    giver.meeting = row.meeting
    same = giver.organisation_id == row.organisation_id
    return giver if same and giver.state in _ASKED else None


def _tell_seated(rows: list[Registration], *, but: Registration | None = None) -> None:
    for row in rows:
        if row != but:
            letters.promotion(row)


def _tell_answer(row: Registration, by: Any) -> None:
    if row.state == Presence.REGISTERED:
        letters.confirmation(row, by=by)
    else:
        letters.waiting(row, queries.place_in_line(row), by=by)
