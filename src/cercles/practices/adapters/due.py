"""What waits for somebody: agreements to give, sheets to take up again."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cercles.core.prepared import prepared
from cercles.core.routes import address_of
from cercles.journal.queries import DueAct, DueItem
from cercles.organisations.rules.kept import current_affiliations
from cercles.practices import queries
from cercles.practices.enums import EXPLAINED, ApprovalState, SheetState
from cercles.practices.models import Approval, PracticeSheet


@prepared
def _to_answer(organisations: Collection[int]) -> QuerySet[Approval]:
    rows = queries.asked_approvals().filter(organisation__in=organisations, state=ApprovalState.WAITING)
    found = rows.select_related("sheet", "organisation").order_by("id")
    return found.only("sheet__ref", "sheet__title", "organisation__name")


@prepared
def _to_take_up(person: Any) -> QuerySet[PracticeSheet, tuple[str, str, str]]:
    """Her sheets that somebody wants changed, or refuses, and those that grew old."""
    explained = Approval.objects.filter(sheet=OuterRef("pk"), state__in=EXPLAINED)
    refused = Q(Exists(explained), asked_at__isnull=False)
    found = PracticeSheet.objects.filter(refused | Q(state=SheetState.TO_REFRESH), author=person)
    return found.values_list("ref", "title", "state")


def due(person: Any) -> list[DueItem]:
    """Agreements to give, and one's own sheets that were refused or grew old."""
    spoken_for = {row.organisation_id for row in current_affiliations(person) if row.is_representative}
    asked = [
        DueItem(
            title=_("Donner votre accord pour « %(title)s »") % {"title": row.sheet.title},
            note=_("au nom de %(name)s") % {"name": row.organisation.name}, label=_("Lire et répondre"),
            url=address_of("practices:approve", row.sheet.ref, row.pk), urgency=80,
        )
        for row in _to_answer(spoken_for)
    ]  # fmt: skip
    return asked + [_take_up(*sheet) for sheet in _to_take_up(person)]


def _take_up(ref: str, title: str, state: str) -> DueItem:
    url = address_of("practices:detail", ref)
    if state == SheetState.TO_REFRESH:
        title, note = _("Rafraîchir « %(title)s »") % {"title": title}, _("rien n’a bougé depuis deux ans")
        still = DueAct(
            _("C’est toujours vrai"), address_of("practices:move", ref, "confirmer"),
            _("Elle redevient une fiche à jour, pour qui la lisait. La question reviendra dans deux ans."),
        )  # fmt: skip
        return DueItem(title=title, note=note, label=_("Relire la fiche"), url=url, urgency=30, act=still)
    title, note = (
        _("Reprendre « %(title)s »") % {"title": title},
        _("une organisation nommée demande une correction, ou refuse"),
    )
    return DueItem(title=title, note=note, label=_("Voir"), url=url, urgency=70)
