"""Links of who comes in: the invitation, the request to answer, the circle to open."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.circles import actions
from cercles.circles.enums import CircleRole, InvitationState, RequestState
from cercles.circles.forms.doors import EnterForm
from cercles.circles.forms.links.frame import answered, charter_text, told
from cercles.circles.models import Invitation, JoinRequest, OpeningRequest


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
        if not person.name:
            self.fields["name"] = _name_field()
        self.order_fields(["version", "answer", "name", "organisation", "reason"])

    def clean(self) -> dict[str, Any]:
        clean = super().clean()
        if clean.get("answer") == "accept" and "name" in self.fields and not clean.get("name"):
            self.add_error("name", _("Dites comment vous appeler : les membres ne voient pas votre adresse."))
        return clean


def _name_field() -> forms.CharField:
    """Whoever was invited by her address alone says what she is called, once she comes."""
    field = forms.CharField(
        label=_("Votre prénom et votre nom"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    field.needed_to = _("pour entrer")  # type: ignore[attr-defined]
    return field


def load_invitation(pk: int) -> Invitation | None:
    found = Invitation.objects.select_related("circle", "person", "sent_by").filter(pk=pk).first()
    gone = found is None or found.state == InvitationState.CANCELLED or found.circle.is_closed
    return None if gone else found


def present_invitation(invited: Invitation, person: Any) -> Mapping[str, Any]:
    circle = invited.circle
    facts = [(_("Invitation de"), invited.sent_by), (_("La question du cercle"), circle.purpose)]
    if circle.audience_text:
        facts.append((_("Pour qui"), circle.audience_text))
    if invited.role != CircleRole.MEMBER:
        facts.append((_("Votre rôle"), invited.get_role_display()))
    title = _("Rejoindre le cercle « %(circle)s »") % {"circle": circle}
    if invited.state == InvitationState.ACCEPTED:
        warning = _("Vous avez déjà accepté cette invitation. La suite se passe dans le cercle.")
        return {"title": title, "facts": facts, "warning": warning, "over": True}
    declined = invited.state == InvitationState.DECLINED
    return {
        "title": title,
        "text": invited.message or _("Lisez la charte, puis répondez. Rien n’est fait avant votre réponse."),
        "facts": facts, "button": _("Répondre"), "panels": [charter_text(circle)],
        "warning": _("Vous avez décliné. Vous pouvez encore changer d’avis.") if declined else "",
    }  # fmt: skip


@transaction.atomic
def perform_invitation(invited: Invitation, person: Any, **clean: Any) -> str:
    entered = actions.answer_invitation(invitation=invited, by=person, **clean)
    if entered:
        return _("Vous êtes membre du cercle « %(circle)s ».") % {"circle": invited.circle}
    said = _("Vous avez décliné l’invitation dans « %(circle)s ».") % {"circle": invited.circle}
    return told(f"invitation-{invited.pk}-declined", person, said)


def load_request(pk: int) -> JoinRequest | None:
    found = JoinRequest.objects.select_related("circle", "person", "organisation", "decided_by").filter(pk=pk).first()
    return None if found is None or found.circle.is_closed else found


def present_request(request: JoinRequest, person: Any) -> Mapping[str, Any]:
    facts = [(_("Qui"), request.person), (_("Pour"), request.organisation or _("à titre personnel"))]
    if request.circle.join_question:
        facts.append((request.circle.join_question, request.answer))
    elif request.answer:
        facts.append((_("Son mot"), request.answer))
    warning = answered(request) if request.state != RequestState.ASKED else ""
    title = _("%(name)s demande à rejoindre « %(circle)s »") % {"name": request.person, "circle": request.circle}
    return {"title": title, "facts": facts, "button": _("Répondre"), "warning": warning, "over": bool(warning)}


@transaction.atomic
def perform_request(request: JoinRequest, person: Any, *, answer: str, reason: str = "") -> str:
    if answer == "accept":
        actions.accept_request(request=request, by=person)
        said = _("Vous avez accepté la demande de %(name)s.") % {"name": request.person}
    else:
        actions.decline_request(request=request, by=person, reason=reason)
        said = _("Vous avez refusé la demande de %(name)s.") % {"name": request.person}
    return told(f"request-{request.pk}-{answer}", person, said)


def load_opening(pk: int) -> OpeningRequest | None:
    return OpeningRequest.objects.select_related("person", "decided_by").filter(pk=pk).first()


def present_opening(request: OpeningRequest, person: Any) -> Mapping[str, Any]:
    facts = [(_("Qui"), request.person), (_("La question du cercle"), request.draft.get("purpose", ""))]
    title = _("Ouvrir le cercle « %(name)s »") % {"name": request.name}
    warning = answered(request) if request.state != RequestState.ASKED else ""
    return {"title": title, "facts": facts, "button": _("Répondre"), "warning": warning, "over": bool(warning)}


@transaction.atomic
def perform_opening(request: OpeningRequest, person: Any, *, answer: str, reason: str = "") -> str:
    if answer == "accept":
        actions.accept_opening(request=request, by=person)
        said = _("Vous avez accepté l’ouverture de « %(name)s ».") % {"name": request.name}
    else:
        actions.decline_opening(request=request, by=person, reason=reason)
        said = _("Vous avez refusé l’ouverture de « %(name)s ».") % {"name": request.name}
    return told(f"opening-{request.pk}-{answer}", person, said)
