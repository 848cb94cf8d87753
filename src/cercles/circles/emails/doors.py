"""Letters of those who come in: invitations, requests, answers."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.emails.frame import address, page, why_facilitator, why_member
from cercles.circles.models import Invitation, JoinRequest, Membership
from cercles.core import links
from cercles.journal import actions as journal


def invitation(invited: Invitation) -> None:
    circle = invited.circle
    lines = [
        _("%(name)s vous invite à rejoindre le cercle « %(circle)s ».") % {"name": invited.sent_by, "circle": circle},
        *([invited.message] if invited.message else []),
        _("La page qui s’ouvre montre la charte du cercle. Vous entrez, ou vous déclinez, en un geste et sans compte."),
    ]
    journal.send_letter(
        key=f"circle-invitation-{invited.pk}-{invited.times_sent}",
        person=invited.person,
        subject=_("%(name)s vous invite dans le cercle « %(circle)s »") % {"name": invited.sent_by, "circle": circle},
        lines=lines,
        facts=[(_("La question du cercle"), circle.purpose), *_for_whom(circle)],
        act=(_("Lire la charte et répondre"), links.url("circle.invitation", invited, invited.person)),
        reason=_("Vous recevez ce courriel parce qu’une personne qui anime ce cercle a donné votre adresse."),
    )


def _for_whom(circle: Any) -> list[tuple[str, str]]:
    return [(_("Pour qui"), circle.audience_text)] if circle.audience_text else []


def _for(entry: Any) -> str:
    """« pour Val-Fibre », or in one's own name."""
    return (
        _("pour %(organisation)s") % {"organisation": entry.organisation}
        if entry.organisation
        else _("à titre personnel")
    )


def invitation_declined(invited: Invitation, facilitators: Iterable[Any]) -> None:
    said = invited.reason or _("Aucune raison n’a été donnée, et aucune n’est due.")
    for person in facilitators:
        journal.send_letter(
            key=f"circle-invitation-{invited.pk}-declined-{person.pk}",
            person=person,
            subject=_("%(name)s a décliné votre invitation") % {"name": invited.person},
            lines=[_("%(name)s n’entre pas dans le cercle pour l’instant.") % {"name": invited.person}, said],
            act=page(invited.circle),
            reason=why_facilitator(invited.circle),
        )


def asked(request: JoinRequest, facilitators: Iterable[Any]) -> None:
    """A letter to each who facilitates, and the receipt to who asks."""
    circle = request.circle
    facts = [(_("Qui"), str(request.person)), (_("À quel titre"), _for(request))]
    if circle.join_question:
        facts.append((circle.join_question, request.answer or _("Sans réponse")))
    for person in facilitators:
        journal.send_letter(
            key=f"circle-request-{request.pk}-{person.pk}",
            person=person,
            subject=_("%(name)s demande à rejoindre « %(circle)s »") % {"name": request.person, "circle": circle},
            lines=[_("Une demande attend votre réponse. Vous acceptez, ou vous refusez en disant pourquoi.")],
            facts=facts,
            act=(_("Répondre à la demande"), links.url("circle.request", request, person)),
            reason=why_facilitator(circle),
        )
    journal.send_letter(
        key=f"circle-request-{request.pk}-receipt",
        person=request.person,
        subject=_("Votre demande pour « %(circle)s » est partie") % {"circle": circle},
        lines=[_("Les personnes qui animent le cercle la lisent et vous répondent par courriel.")],
        facts=facts[1:],
        act=page(circle),
        reason=_("Vous recevez ce courriel parce que vous avez demandé à rejoindre ce cercle."),
    )


def request_declined(request: JoinRequest) -> None:
    journal.send_letter(
        key=f"circle-request-{request.pk}-declined",
        person=request.person,
        subject=_("Votre demande pour « %(circle)s »") % {"circle": request.circle},
        lines=[_("Votre demande n’a pas été acceptée. Voici pourquoi :"), request.reason],
        act=(_("Trouver un autre cercle"), address("circles:list")),
        reason=_("Vous recevez ce courriel parce que vous avez demandé à rejoindre ce cercle."),
    )


def welcome(membership: Membership) -> None:
    circle = membership.circle
    journal.send_letter(
        key=f"circle-welcome-{membership.pk}",
        person=membership.person,
        subject=_("Bienvenue dans le cercle « %(circle)s »") % {"circle": circle},
        lines=[
            _("Vous en êtes membre, et vous avez accepté sa charte."),
            _("Un premier geste utile : dire en une phrase où vous en êtes sur l’un des thèmes du cercle."),
        ],
        facts=[(_("Vous y êtes"), _for(membership))],
        act=page(circle),
        reason=why_member(circle),
    )


def came(membership: Membership, facilitators: Iterable[Any]) -> None:
    """To those who facilitate, when somebody came by herself: invitation or shared link."""
    for person in facilitators:
        if person != membership.person:
            journal.send_letter(
                key=f"circle-came-{membership.pk}-{person.pk}",
                person=person,
                subject=_("%(name)s a rejoint « %(circle)s »")
                % {"name": membership.person, "circle": membership.circle},
                lines=[_("La charte est acceptée. Un mot d’accueil de votre part aide à prendre sa place.")],
                act=page(membership.circle),
                reason=why_facilitator(membership.circle),
            )
