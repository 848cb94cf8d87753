"""The state of mails and jobs, for the administrator and for ``/healthz``."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Count, Max, Q, QuerySet

from cercles.core import clock
from cercles.journal.enums import WorkState
from cercles.journal.models import Outage, OutgoingMail, Work, WorkerSign

W = TypeVar("W", bound=Work)
LATE = timedelta(minutes=5)
_FRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Load:
    """How much waits: ``due`` now, ``late`` for more than five minutes, ``stuck`` until somebody decides."""

    due: int
    late: int
    stuck: int


def failing(model: type[W]) -> QuerySet[W]:
    """What keeps failing, the oldest first: stuck, tried in vain and tried again later, or begun long ago without a word since."""
    silent = Q(error="") & Q(due_at__gt=clock.now() - LATE)
    kept = Q(state=WorkState.STUCK) | Q(state=WorkState.DUE, attempts__gte=1) & ~silent
    return model._default_manager.filter(kept).order_by("created_at", "id")


def failing_mails() -> QuerySet[OutgoingMail]:
    """Without what the mails say: whoever administers does not read what is not addressed to them."""
    return failing(OutgoingMail).defer("subject", "text", "html", "attachments")


def load(model: type[Work]) -> Load:
    now = clock.now()
    counts = model._default_manager.filter(state__in=(WorkState.DUE, WorkState.STUCK)).aggregate(
        due=Count("pk", filter=Q(state=WorkState.DUE, due_at__lte=now)),
        late=Count("pk", filter=Q(state=WorkState.DUE, due_at__lte=now - LATE)),
        stuck=Count("pk", filter=Q(state=WorkState.STUCK)),
    )
    return Load(**counts)


def worker_seen_at() -> datetime | None:
    return WorkerSign.objects.aggregate(seen=Max("seen_at"))["seen"]


def worker_alive(*, within: timedelta = timedelta(minutes=1)) -> bool:
    """True when a worker said so lately."""
    seen = worker_seen_at()
    return seen is not None and seen >= clock.now() - within


def outages() -> list[Outage]:
    """Which servers do not answer, the first to fall silent first; a machine that is no more tells nothing."""
    return list(Outage.objects.filter(tried_at__gte=clock.now() - _FRESH).order_by("since", "id"))


def written_since(start: str, since: datetime) -> int:
    """How many mails whose key begins so were put in the outbox."""
    keys = OutgoingMail.objects.filter(key__gte=start, key__lt=start[:-1] + chr(ord(start[-1]) + 1))
    return keys.filter(created_at__gte=since).count()


def mails_of(person: Any) -> list[dict[str, Any]]:
    """Every mail written to a person, as she may take it away."""
    mails = OutgoingMail.objects.filter(person=person).order_by("created_at", "id")
    return [{**row} for row in mails.values("created_at", "done_at", "to", "subject", "text")]
