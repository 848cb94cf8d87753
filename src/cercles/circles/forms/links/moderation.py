"""The link of a statement of reasons: contest what was decided, without signing in."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions import moderation as actions
from cercles.circles.enums import MeasureState
from cercles.circles.forms.links.frame import told
from cercles.circles.models import Measure
from cercles.circles.rules import can_appeal

_SHOWN = 600  # characters


def load_measure(pk: int) -> Measure | None:
    return Measure.objects.select_related("circle", "person").filter(pk=pk).first()


def is_hers(person: Any, measure: Measure) -> bool:
    return measure.person_id == person.pk


def present_appeal(measure: Measure, person: Any) -> Mapping[str, Any]:
    text = measure.text if len(measure.text) <= _SHOWN else measure.text[:_SHOWN].rsplit(" ", 1)[0] + " …"
    facts = [(_("Cercle"), measure.circle), (_("Motif"), measure.motive_label), (_("Pourquoi"), measure.words)]
    page = {
        "title": _("Contester : « %(what)s »") % {"what": measure.what_label.lower()}, "text": text, "facts": facts,
        "button": _("Contester cette décision"),
    }  # fmt: skip
    if measure.appealed_at is not None:
        return page | {"warning": _said(measure), "over": True}
    if not can_appeal(person, measure):
        return page | {"warning": _("Cette mesure ne se conteste plus."), "over": True}
    return page


def _said(measure: Measure) -> str:
    if measure.state == MeasureState.APPEALED:
        return _("Vous l’avez contestée. Une autre personne que celle qui a décidé vous répondra.")
    return _("Vous l’avez contestée : « %(state)s ».") % {"state": measure.state_label.lower()}


@transaction.atomic
def perform_appeal(measure: Measure, person: Any, *, words: str) -> str:
    actions.contest(measure=measure, by=person, words=words)
    said = _("Vous avez contesté une décision du cercle « %(circle)s ».") % {"circle": measure.circle}
    return told(f"appeal-{measure.pk}", person, said)
