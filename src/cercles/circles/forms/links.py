"""What a signed link of the room shows, asks and does. Every act tells its person by letter what was done in her name."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.circles import actions, rules
from cercles.circles.emails import frame
from cercles.circles.enums import HandoverState, InvitationState, RequestState
from cercles.circles.forms.doors import DecisionForm, EnterForm
from cercles.circles.forms.members import AcceptForm
from cercles.circles.models import CharterVersion, Handover, Invitation, JoinRequest, Membership, OpeningRequest
from cercles.circles.queries import current_charter, difference
from cercles.core import links
from cercles.core.components import Panel
from cercles.organisations.models import Affiliation


def _text(circle: Any, *, read: CharterVersion | None = None) -> Panel:
    """The charter in force, and what changed since the version that was read."""
    current = current_charter(circle)
    changed = read is not None and current is not None and read != current
    changes = difference(read.text, current.text) if changed else []
    return Panel("circles/charter_panel.html", {"version": current, "changes": changes})


class InvitationForm(EnterForm):
    """Come in, or decline, in one act."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Votre réponse"),
        choices=[("accept", gettext_lazy("J’accepte la charte et j’entre")), ("decline", gettext_lazy("Je décline"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Si vous déclinez, un mot"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, obj: Invitation, person: Any, **kwargs: Any):
        super().__init__(data, circle=obj.circle, person=person, **kwargs)
        del self.fields["accepts"]
        self.order_fields(["version", "answer", "organisation", "reason"])


def _load_invitation(pk: int) -> Invitation | None:
    found = Invitation.objects.select_related("circle", "person", "sent_by").filter(pk=pk).first()
    gone = found is None or found.state == InvitationState.CANCELLED or found.circle.is_closed
    return None if gone else found


def _present_invitation(invited: Invitation, person: Any) -> Mapping[str, Any]:
    circle = invited.circle
    facts = [(_("Invitation de"), invited.sent_by), (_("La question du cercle"), circle.purpose)]
    if circle.audience_text:
        facts.append((_("Pour qui"), circle.audience_text))
    warning = ""
    if invited.state != InvitationState.SENT:
        warning = _("Vous avez déjà répondu : « %(state)s ».") % {"state": invited.get_state_display()}
    return {
        "title": _("Rejoindre le cercle « %(circle)s »") % {"circle": circle},
        "text": invited.message or _("Lisez la charte, puis répondez. Rien n’est fait avant votre réponse."),
        "facts": facts, "button": _("Répondre"), "warning": warning, "panels": [_text(circle)],
    }  # fmt: skip


@transaction.atomic
def _perform_invitation(
    invited: Invitation,
    person: Any,
    *,
    answer: str,
    version: CharterVersion,
    organisation: Any = None,
    reason: str = "",
) -> str:
    entered = actions.answer_invitation(
        invitation=invited, by=person, answer=answer, version=version, organisation=organisation, reason=reason
    )
    if entered:
        return _("Vous êtes membre du cercle « %(circle)s ».") % {"circle": invited.circle}
    said = _("Vous avez décliné l’invitation dans « %(circle)s ».") % {"circle": invited.circle}
    return _told(f"invitation-{invited.pk}-declined", person, said)


def _told(mark: str, person: Any, line: str) -> str:
    frame.done(key=f"circle-done-{mark}-{person.pk}", person=person, subject=line, line=line)
    return line


class LinkDecisionForm(DecisionForm):
    def __init__(self, data: Any = None, *, obj: Any, person: Any, **kwargs: Any):
        super().__init__(data, **kwargs)


def _load_request(pk: int) -> JoinRequest | None:
    found = JoinRequest.objects.select_related("circle", "person", "organisation", "decided_by").filter(pk=pk).first()
    return None if found is None or found.circle.is_closed else found


def _present_request(request: JoinRequest, person: Any) -> Mapping[str, Any]:
    facts = [(_("Qui"), request.person), (_("Pour"), request.organisation or _("à titre personnel"))]
    if request.circle.join_question:
        facts.append((request.circle.join_question, request.answer))
    elif request.answer:
        facts.append((_("Son mot"), request.answer))
    warning = ""
    if request.state != RequestState.ASKED:
        by = request.decided_by or request.person
        warning = _("Il y a déjà eu une réponse : « %(state)s », par %(name)s.") % {
            "state": request.get_state_display(), "name": by,
        }  # fmt: skip
    title = _("%(name)s demande à rejoindre « %(circle)s »") % {"name": request.person, "circle": request.circle}
    return {"title": title, "facts": facts, "button": _("Répondre"), "warning": warning}


@transaction.atomic
def _perform_request(request: JoinRequest, person: Any, *, answer: str, reason: str = "") -> str:
    if answer == "accept":
        actions.accept_request(request=request, by=person)
        said = _("Vous avez accepté la demande de %(name)s.") % {"name": request.person}
    else:
        actions.decline_request(request=request, by=person, reason=reason)
        said = _("Vous avez refusé la demande de %(name)s.") % {"name": request.person}
    return _told(f"request-{request.pk}-{answer}", person, said)


class CharterLinkForm(AcceptForm):
    def __init__(self, data: Any = None, *, obj: CharterVersion, person: Any, **kwargs: Any):
        own = Membership.objects.current().filter(circle=obj.circle, person=person).exists()
        super().__init__(data, circle=obj.circle, person=person, own=own, **kwargs)


def _load_version(pk: int) -> CharterVersion | None:
    found = CharterVersion.objects.select_related("circle").filter(pk=pk).first()
    return None if found is None or found.circle.is_closed else found


def _asked(person: Any, version: CharterVersion) -> bool:
    """A member, or who represents an organisation that is in the circle."""
    represented = Affiliation.objects.representatives().filter(person=person).values("organisation")
    members = Membership.objects.current().filter(circle=version.circle)
    return members.filter(Q(person=person) | Q(organisation__in=represented)).exists()


def _present_charter(version: CharterVersion, person: Any) -> Mapping[str, Any]:
    circle, current = version.circle, current_charter(version.circle)
    former = version if version != current else circle.charter_versions.filter(number=version.number - 1).first()
    warning = ""
    if version != current and current is not None:
        warning = _("La charte a changé depuis ce courriel : voici la version %(number)s, et ce qui change.") % {
            "number": current.number
        }
    return {
        "title": _("La charte de « %(circle)s »") % {"circle": circle},
        "text": current.change_note if current else "",
        "button": _("J’accepte"), "warning": warning, "panels": [_text(circle, read=former)],
    }  # fmt: skip


@transaction.atomic
def _perform_charter(obj: CharterVersion, person: Any, *, version: CharterVersion, organisation: Any = None) -> str:
    actions.accept_charter(version=version, by=person, organisation=organisation)
    said = _("Charte de « %(circle)s », version %(number)s : acceptée par %(who)s.") % {
        "circle": obj.circle, "number": version.number, "who": organisation or person,
    }  # fmt: skip
    return _told(f"charter-{version.pk}-{organisation.pk if organisation else 'own'}", person, said)


def _load_handover(pk: int) -> Handover | None:
    found = Handover.objects.select_related("circle", "giver", "taker").filter(pk=pk).first()
    gone = found is None or found.circle.is_closed or found.state == HandoverState.CANCELLED
    return None if gone else found


def _may_take(person: Any, handover: Handover) -> bool:
    return rules.is_member(person, handover.circle)


def _present_handover(handover: Handover, person: Any) -> Mapping[str, Any]:
    title = _("Animer le cercle « %(circle)s »") % {"circle": handover.circle}
    facts = [(_("Proposé par"), handover.giver), (_("Cette personne restera"), handover.get_stays_as_display())]
    return {"title": title, "text": handover.message, "facts": facts, "button": _("Répondre")}


@transaction.atomic
def _perform_handover(handover: Handover, person: Any, *, answer: str, reason: str = "") -> str:
    if answer == "accept":
        actions.accept_handover(handover=handover, by=person)
        said = _("Vous animez désormais « %(circle)s ».") % {"circle": handover.circle}
    else:
        actions.decline_handover(handover=handover, by=person, reason=reason)
        said = _("Vous n’avez pas repris l’animation de « %(circle)s ».") % {"circle": handover.circle}
    return _told(f"handover-{handover.pk}-{answer}", person, said)


def _load_opening(pk: int) -> OpeningRequest | None:
    return OpeningRequest.objects.select_related("person").filter(pk=pk).first()


def _present_opening(request: OpeningRequest, person: Any) -> Mapping[str, Any]:
    facts = [(_("Qui"), request.person), (_("La question du cercle"), request.draft.get("purpose", ""))]
    return {
        "title": _("Ouvrir le cercle « %(name)s »") % {"name": request.name},
        "facts": facts,
        "button": _("Répondre"),
    }


@transaction.atomic
def _perform_opening(request: OpeningRequest, person: Any, *, answer: str, reason: str = "") -> str:
    if answer == "accept":
        actions.accept_opening(request=request, by=person)
        said = _("Vous avez accepté l’ouverture de « %(name)s ».") % {"name": request.name}
    else:
        actions.decline_opening(request=request, by=person, reason=reason)
        said = _("Vous avez refusé l’ouverture de « %(name)s ».") % {"name": request.name}
    return _told(f"opening-{request.pk}-{answer}", person, said)


VERBS = (
    links.Verb("circle.invitation", _load_invitation, _present_invitation, _perform_invitation, InvitationForm),
    links.Verb(
        "circle.request", _load_request, _present_request, _perform_request, LinkDecisionForm, may=rules.can_decide_door
    ),
    links.Verb("circle.charter", _load_version, _present_charter, _perform_charter, CharterLinkForm, may=_asked),
    links.Verb(
        "circle.handover", _load_handover, _present_handover, _perform_handover, LinkDecisionForm, may=_may_take
    ),
    links.Verb(
        "circle.opening", _load_opening, _present_opening, _perform_opening, LinkDecisionForm, may=rules.can_see_opening
    ),
)
