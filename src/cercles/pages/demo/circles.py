"""The circles of the article, with the facts it tells, and one that is invented whole."""

from typing import Any

from django.utils.translation import gettext as _

from cercles.circles import actions
from cercles.circles.enums import Stage
from cercles.circles.models import CharterAcceptance, Circle, JoinRequest, Membership, PositionStatement
from cercles.circles.queries import current_charter
from cercles.core.enums import Visibility
from cercles.organisations.models import Organisation
from cercles.organisations.rules import is_representative
from cercles.pages.demo.book import on, read
from cercles.pages.demo.cast import person
from cercles.people.models import User


def circle(key: str) -> Circle:
    return Circle.objects.get(name=_told(key)["name"])


def _told(key: str) -> dict[str, Any]:
    return next(facts for facts in read("circles")["circles"] if facts["key"] == key)


def purpose(facts: dict[str, Any]) -> str:
    """What the circle is for, then each fact with where it comes from."""
    marks = {"seed": _("article de septembre 2019"), "source": ""}
    lines = [
        f"– {fact['text'].rstrip('.')} ({fact.get('source') or marks[fact['mark']]})."
        for fact in facts.get("facts", ())
    ]
    if not lines:
        return facts["purpose"]
    warning = _("Démonstration : les faits viennent des sources citées, les membres et leurs échanges sont inventés.")
    return "\n".join([facts["purpose"], "", *lines, "", warning])


def load_circles() -> None:
    for facts in read("circles")["circles"]:
        _open(facts)
        found = circle(facts["key"])
        with on(facts["opened"]):
            for key in [facts["facilitator"], *facts["members"]]:
                _enter(found, person(key), facts)
        for said in facts.get("positions", ()):
            _state(found, said)
        for asked in facts.get("requests", ()):
            _ask(found, asked)


def _open(facts: dict[str, Any]) -> None:
    if Circle.objects.filter(name=facts["name"]).exists():
        return
    who, invented = person(facts["facilitator"]), facts.get("fictional", False)
    with on(facts["opened"]):
        actions.open_circle(
            by=who, name=facts["name"], purpose=purpose(facts), audience_text=facts["audience_text"],
            theme_labels=facts["themes"], join_question=facts.get("join_question", ""), stage=Stage(facts["stage"]),
            organisation=_organisation_of(who), since=facts.get("since"), is_fictional=invented,
            visibility=Visibility.NETWORK if invented else Visibility.PUBLIC,
        )  # fmt: skip


def _organisation_of(who: User) -> Organisation | None:
    link = who.affiliations.select_related("organisation").first()
    return link.organisation if link else None


def _enter(found: Circle, who: User, facts: dict[str, Any]) -> None:
    """She reads the charter and enters; whoever represents her organisation accepts it for all."""
    version = current_charter(found)
    if not Membership.objects.filter(circle=found, person=who).exists():
        actions.add_member(
            circle=found,
            person=who,
            by=person(facts["facilitator"]),
            organisation=_organisation_of(who),
            version=version,
        )
    known = CharterAcceptance.objects.filter(version__circle=found, organisation=_organisation_of(who)).exists()
    still_in = Membership.objects.current().filter(circle=found, person=who).exists()
    if still_in and not known and is_representative(who, _organisation_of(who)):
        actions.accept_charter(version=version, by=who, organisation=_organisation_of(who))


def _state(found: Circle, said: dict[str, Any]) -> None:
    who = person(said["by"])
    theme = found.own_themes.get(position=said["theme"] - 1)
    if not PositionStatement.objects.filter(theme=theme, organisation=_organisation_of(who)).exists():
        with on(said["days"]):
            actions.state_position(theme=theme, by=who, level=said["level"], text=said["text"])


def _ask(found: Circle, asked: dict[str, Any]) -> None:
    who = person(asked["by"])
    if not JoinRequest.objects.filter(circle=found, person=who).exists():
        with on(asked["days"]):
            actions.ask_to_join(circle=found, by=who, version=current_charter(found), answer=asked["answer"])
