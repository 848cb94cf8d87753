"""Links of who is in a circle: the charter to accept, the facilitation to take over."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cercles.circles import actions, rules
from cercles.circles.enums import HandoverState
from cercles.circles.forms.links.frame import charter_text, told
from cercles.circles.forms.members import AcceptForm
from cercles.circles.models import CharterVersion, Handover, Membership
from cercles.circles.queries import current_charter, has_accepted, organisations_to_accept
from cercles.core.typography import when
from cercles.organisations.models import Affiliation


class CharterLinkForm(AcceptForm):
    def __init__(self, data: Any = None, *, obj: CharterVersion, person: Any, **kwargs: Any):
        own = Membership.objects.current().filter(circle=obj.circle, person=person).exists()
        super().__init__(data, circle=obj.circle, person=person, own=own, **kwargs)


def load_version(pk: int) -> CharterVersion | None:
    found = CharterVersion.objects.select_related("circle").filter(pk=pk).first()
    return None if found is None or found.circle.is_closed else found


def is_asked(person: Any, version: CharterVersion) -> bool:
    """A member, or who represents an organisation that is in the circle."""
    represented = Affiliation.objects.representatives().filter(person=person).values("organisation")
    members = Membership.objects.current().filter(circle=version.circle)
    return members.filter(Q(person=person) | Q(organisation__in=represented)).exists()


def present_charter(version: CharterVersion, person: Any) -> Mapping[str, Any]:
    circle, current = version.circle, current_charter(version.circle)
    former = version if version != current else circle.charter_versions.filter(number=version.number - 1).first()
    title = _("La charte de « %(circle)s »") % {"circle": circle}
    if current is None or not _left_to_accept(current, person):
        warning = _("La charte en vigueur est déjà acceptée. Il ne vous reste rien à faire.")
        return {"title": title, "warning": warning, "panels": [charter_text(circle)], "over": True}
    warning = ""
    if version != current:
        warning = _("La charte a changé depuis ce courriel : voici la version %(number)s, et ce qui change.") % {
            "number": current.number
        }
    return {
        "title": title, "text": current.change_note, "button": _("J’accepte"), "warning": warning,
        "panels": [charter_text(circle, read=former)],
    }  # fmt: skip


def _left_to_accept(current: CharterVersion, person: Any) -> bool:
    own = Membership.objects.current().filter(circle=current.circle_id, person=person).exists()
    return (own and not has_accepted(current, person)) or bool(organisations_to_accept(current, person))


@transaction.atomic
def perform_charter(obj: CharterVersion, person: Any, *, version: CharterVersion, organisation: Any = None) -> str:
    actions.accept_charter(version=version, by=person, organisation=organisation)
    said = _("Charte de « %(circle)s », version %(number)s : acceptée par %(who)s.") % {
        "circle": obj.circle, "number": version.number, "who": organisation or person,
    }  # fmt: skip
    return told(f"charter-{version.pk}-{organisation.pk if organisation else 'own'}", person, said)


def load_handover(pk: int) -> Handover | None:
    found = Handover.objects.select_related("circle", "giver", "taker").filter(pk=pk).first()
    gone = found is None or found.circle.is_closed or found.state == HandoverState.CANCELLED
    return None if gone else found


def may_take(person: Any, handover: Handover) -> bool:
    return rules.is_member(person, handover.circle)


def present_handover(handover: Handover, person: Any) -> Mapping[str, Any]:
    title = _("Animer le cercle « %(circle)s »") % {"circle": handover.circle}
    facts = [(_("Proposé par"), handover.giver), (_("Cette personne devient"), handover.get_stays_as_display())]
    if handover.state != HandoverState.PROPOSED:
        warning = _("Vous avez déjà répondu : « %(state)s ».") % {"state": handover.get_state_display()}
        return {"title": title, "facts": facts, "warning": warning, "over": True}
    return {"title": title, "text": handover.message, "facts": facts, "button": _("Répondre")}


@transaction.atomic
def perform_handover(handover: Handover, person: Any, *, answer: str, reason: str = "") -> str:
    if answer == "accept":
        actions.accept_handover(handover=handover, by=person)
        said = _("Vous animez désormais « %(circle)s ».") % {"circle": handover.circle}
    else:
        actions.decline_handover(handover=handover, by=person, reason=reason)
        said = _("Vous n’avez pas repris l’animation de « %(circle)s ».") % {"circle": handover.circle}
    return told(f"handover-{handover.pk}-{answer}", person, said)


def load_membership(pk: int) -> Membership | None:
    return Membership.objects.select_related("circle", "person").filter(pk=pk).first()


def is_hers(person: Any, membership: Membership) -> bool:
    return membership.person_id == person.pk


def present_leaving(membership: Membership, person: Any) -> Mapping[str, Any]:
    title = _("Quitter « %(circle)s »") % {"circle": membership.circle}
    if membership.until is not None:
        told = _("Vous n’êtes plus membre de ce cercle depuis le %(day)s.") % {"day": when(membership.until)}
        return {"title": title, "warning": told, "over": True}
    return {
        "title": title,
        "text": _(
            "Les textes que vous avez partagés restent au cercle. Vous ne lirez plus ce qui s’y passe, et vous pourrez demander à revenir."
        ),
        "button": _("Quitter le cercle"),
    }


@transaction.atomic
def perform_leaving(membership: Membership, person: Any, *, reason: str = "") -> str:
    said = _("Vous avez quitté le cercle « %(circle)s ». Ce que vous y avez partagé y reste.") % {
        "circle": membership.circle
    }
    if Membership.objects.current().filter(pk=membership.pk).exists():
        actions.leave_circle(circle=membership.circle, by=person, reason=reason)
    return told(f"leave-{membership.pk}", person, said)
