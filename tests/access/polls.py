"""Scenes of the room ``polls``, in the cast's circle."""

from datetime import timedelta
from typing import Any

from cercles.core import clock
from cercles.polls import rules
from cercles.polls.models import Ballot, Objection, Option, Poll
from tests.access import RULES, URL_KWARGS, stage
from tests.cast import Cast

RULES["poll"] = (Poll, rules.can_see_poll, rules.can_run_poll)


@stage("poll")
def poll(cast: Cast, visibility: str, state: str) -> Any:
    """The member opened it; in ``of_facilitator``, the facilitator; in ``of_former``, the former member."""
    cast.circle.stage = "closed" if state == "circle_closed" else "active"
    cast.circle.save()
    now, over = clock.now(), ("closed", "cancelled")
    made = Poll.objects.create(
        circle=cast.circle, title="Quel thème pour juin ?", visibility=visibility, audience=cast.circle.members_audience,
        opened_by={"of_facilitator": cast.facilitator, "of_former": cast.former}.get(state, cast.member),
        voters="organisation" if state == "by_organisation" else "person",
        shown_when="closed" if state in ("at_the_end", *over) else "always", closes_at=now + timedelta(days=5), created_at=now,
        state=state if state in over else "open", closed_at=now if state in over else None,
    )  # fmt: skip
    Option.objects.bulk_create(
        Option(poll=made, position=n, label=label) for n, label in enumerate(("Les stocks", "Les achats"), 1)
    )
    return made


def _of_facilitator(cast: Cast) -> dict[str, Any]:
    return {"ref": poll(cast, "circle", "of_facilitator").ref}


def _objection(cast: Cast) -> dict[str, Any]:
    """The member objects to what the facilitator proposes."""
    kwargs = _of_facilitator(cast)
    asked = Poll.objects.get(ref=kwargs["ref"])
    Poll.objects.filter(pk=asked.pk).update(kind="consent", text="Nous ouvrons le cercle.")
    ballot = Ballot.objects.create(
        poll=asked, person=cast.member, cast_by=cast.member, answer="objection", reason="Trop tôt."
    )
    row = Objection.objects.create(poll=asked, ballot=ballot, person=cast.member, text="Trop tôt.", round=1)
    return kwargs | {"pk": row.pk}


for name in ("of_circle", "open"):
    URL_KWARGS[f"polls:{name}"] = lambda cast: {"slug": cast.circle.slug}
for name in ("detail", "close", "cancel", "remind"):
    URL_KWARGS[f"polls:{name}"] = _of_facilitator
for name in ("objection", "objection_lift"):
    URL_KWARGS[f"polls:{name}"] = _objection
