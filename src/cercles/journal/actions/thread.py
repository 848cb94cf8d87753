"""What happened and what came of what, written inside the transaction of the act."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.journal.models import Entry, Link
from cercles.journal.queries import kind_of


def record(verb: str, obj: models.Model, *, by: Any, audience: str = "", reason: str = "", **data: Any) -> Entry:
    """Write what just happened to ``obj``. ``audience`` defaults to the object's own."""
    return Entry.objects.create(
        verb=verb, kind=kind_of(obj), object_id=obj.pk, title=str(obj)[:200], by=by,
        audience=audience or getattr(obj, "audience", ""), reason=reason, data=data, at=clock.now(),
    )  # fmt: skip


def link(origin: models.Model, outcome: models.Model, *, verb: str, by: Any) -> Link:
    """Say that ``outcome`` came of ``origin``. Saying it twice is saying it once."""
    ends = {
        "origin_kind": kind_of(origin), "origin_id": origin.pk,
        "outcome_kind": kind_of(outcome), "outcome_id": outcome.pk, "verb": verb,
    }  # fmt: skip
    found, _created = Link.objects.get_or_create(**ends, revoked_at=None, defaults={"by": by, "at": clock.now()})
    return found


@transaction.atomic
def revoke_link(found: Link, *, by: Any, reason: str) -> None:
    """Take a link back; the row stays with who, when and why."""
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Dites en une phrase pourquoi ce lien est retiré."), field="reason")
    Link.objects.filter(pk=found.pk, revoked_at=None).update(
        revoked_at=clock.now(), revoked_by=by, revoked_reason=reason.strip()
    )
