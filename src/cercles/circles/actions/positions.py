"""Say where one is on a theme; take it back."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.circles.actions.locks import locked_open
from cercles.circles.actions.opening import audience_for
from cercles.circles.enums import Level
from cercles.circles.models import Circle, CircleTheme, Membership, PositionStatement
from cercles.core import clock
from cercles.core.enums import Visibility, is_wider
from cercles.core.errors import RuleBroken
from cercles.journal import actions as journal
from cercles.organisations.models import Affiliation


def _check_width(circle: Circle, membership: Membership, visibility: str) -> None:
    """Out of the circle, only who represents the organisation opens what it says; never wider than the circle itself."""
    if not is_wider(visibility, Visibility.CIRCLE):
        return
    if is_wider(visibility, circle.visibility):
        raise RuleBroken(
            "wider_than_circle",
            _("Une position ne se montre pas plus largement que le cercle lui-même."),
            field="visibility",
        )
    if membership.organisation_id is None:
        return
    speaks = Affiliation.objects.representatives().filter(
        person=membership.person_id, organisation=membership.organisation_id
    )
    if not speaks.exists():
        raise RuleBroken(
            "not_yours_to_widen",
            _("Seule une personne qui représente l’organisation montre sa position hors du cercle."),
            field="visibility",
        )


def _place(theme: CircleTheme, by: Any) -> tuple[Circle, Membership]:
    circle = locked_open(theme.circle)
    rows = Membership.objects.current().select_related("organisation")
    membership = rows.filter(circle=circle, person=by).first()
    if membership is None:
        raise RuleBroken("not_a_member", _("Seuls les membres du cercle remplissent la grille."))
    if membership.organisation and not Affiliation.objects.within(membership.organisation).current().filter(person=by):
        text = _("Vous ne faites plus partie de %(name)s : dites d’abord pour qui vous êtes là, à l’onglet Membres.")
        raise RuleBroken("left_the_organisation", text % {"name": membership.organisation})
    return circle, membership


def _cell(theme: CircleTheme, membership: Membership) -> dict[str, Any]:
    if membership.organisation_id:
        return {"theme": theme, "organisation_id": membership.organisation_id, "person": None}
    return {"theme": theme, "organisation": None, "person_id": membership.person_id}


@transaction.atomic
def state_position(
    *, theme: CircleTheme, by: Any, level: str, text: str = "", visibility: str = Visibility.CIRCLE
) -> PositionStatement:
    """What ``by``, for her organisation or herself, says today; what was said before is kept with its dates."""
    circle, membership = _place(theme, by)
    if theme.retired_at is not None or theme.circle_id != circle.pk:
        raise RuleBroken("theme_gone", _("Ce thème n’est plus dans la grille."))
    _check_width(circle, membership, visibility)
    text = " ".join(text.split())
    if level != Level.NOT_YET and not text:
        raise RuleBroken("text_missing", _("Dites-le en une phrase : c’est elle que les autres lisent."), field="text")
    cell, now = _cell(theme, membership), clock.now()
    PositionStatement.objects.current().filter(**cell).update(until=now)
    position = PositionStatement.objects.create(
        circle=circle, **cell, level=level, text=text, said_at=now, said_by=by,
        visibility=visibility, audience=audience_for(circle, visibility),
    )  # fmt: skip
    journal.record("circles.position_stated", circle, by=by, audience=circle.members_audience, theme=theme.pk)
    return position


@transaction.atomic
def withdraw_position(*, theme: CircleTheme, by: Any) -> int:
    """The cell is empty again; the history stays with those who wrote it."""
    circle, membership = _place(theme, by)
    ended = PositionStatement.objects.current().filter(**_cell(theme, membership)).update(until=clock.now())
    if ended:
        journal.record("circles.position_withdrawn", circle, by=by, audience=circle.members_audience, theme=theme.pk)
    return ended
