"""Copies of a circle, prepared for who asks, given for a few days, then deleted."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.emails import ending as letters
from cercles.circles.models import ArrivedMember, Circle, Membership, PreparedCopy
from cercles.circles.rules import is_facilitator, is_member
from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal

KEPT = timedelta(days=7)


@transaction.atomic
def ask_for_copy(*, circle: Circle, by: Any) -> PreparedCopy:
    """Prepared by the worker; asked twice while it is prepared, it is the same one."""
    if not is_member(by, circle):
        raise RuleBroken("copy_not_member", _("Seuls les membres du cercle en emportent une copie."))
    Circle.objects.select_for_update().get(pk=circle.pk)
    return _asked(circle, by, is_facilitator(by, circle))


def _asked(circle: Circle, person: Any, leads: bool) -> PreparedCopy:
    row = PreparedCopy.objects.filter(circle=circle, person=person, ready_at__isnull=True).first()
    if row is None:
        row = PreparedCopy.objects.create(circle=circle, person=person, facilitates=leads, asked_at=clock.now())
    journal.enqueue("circles.prepare_copy", key=f"circle-copy-{row.pk}", copy=row.pk)
    return row


def renew_copies(circle: Circle) -> None:
    """In the caller's transaction, the circle locked: something of it is no longer to be read. Copies that hold it, or may, go; they are
    prepared again for those who asked, who are told when it is done."""
    rows = list(PreparedCopy.objects.filter(circle=circle).select_related("person").order_by("pk"))
    drop_copies(rows)
    for row in rows:
        if row.until is None or row.until > clock.now():
            _asked(circle, row.person, row.facilitates)


def still_holds(row: PreparedCopy) -> bool:
    """What the copy says is still hers to read."""
    rule = is_facilitator if row.facilitates else is_member
    return bool(rule(row.person, row.circle))


@transaction.atomic
def copy_is_ready(*, copy: PreparedCopy, name: str, size: int) -> bool:
    """The file is whole and in its place: she is told. False when nobody waits for it any more."""
    row = PreparedCopy.objects.select_for_update(of=("self",)).filter(pk=copy.pk, ready_at__isnull=True).first()
    if row is None:
        return False
    row.file.name, row.size, row.ready_at = name, size, clock.now()
    row.until = row.ready_at + KEPT
    row.save(update_fields=["file", "size", "ready_at", "until"])
    letters.copy_ready(row)
    return True


def drop_copies(rows: Any) -> int:
    """Rows first: a file without a row is given to nobody, and the next night takes it (``adapters.copies``)."""
    found = list(rows)
    with transaction.atomic():
        PreparedCopy.objects.filter(pk__in=[row.pk for row in found]).delete()
        transaction.on_commit(partial(_drop_files, [row.file.name for row in found if row.file]))
    return len(found)


def _drop_files(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)


def leave_copies(circle: Circle, person: Any) -> None:
    """Whoever leaves takes her copy before: afterwards it is given to her no more."""
    drop_copies(PreparedCopy.objects.filter(circle=circle, person=person))


def forget_in_copies(person: Any) -> None:
    """Inside the erasure. She is waited for no more in a circle that came from elsewhere, and the copies of others name her no more."""
    ArrivedMember.objects.filter(person=person).delete()
    drop_copies(PreparedCopy.objects.filter(person=person))
    named_in = Membership.objects.filter(person=person).order_by().values("circle")
    held = PreparedCopy.objects.filter(circle__in=named_in).order_by().values("circle")
    for circle in Circle.objects.select_for_update().filter(pk__in=held).order_by("pk"):
        renew_copies(circle)
