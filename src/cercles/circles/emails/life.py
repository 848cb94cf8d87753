"""Letters of the life of a circle: charter, roles, leaving, hand-over, opening."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.emails.frame import address, page, why_facilitator, why_member
from cercles.circles.models import CharterVersion, Circle, Handover, Membership, OpeningRequest, StageNote
from cercles.core import links
from cercles.journal import actions as journal
from cercles.organisations.models import Organisation


def charter_changed(version: CharterVersion, person: Any) -> None:
    circle = version.circle
    journal.send_letter(
        key=f"circle-charter-{version.pk}-{person.pk}",
        person=person,
        subject=_("La charte de « %(circle)s » change : version %(number)s")
        % {"circle": circle, "number": version.number},
        lines=[
            version.change_note,
            _("La page qui s’ouvre montre le texte et ce qui change. Vous l’acceptez en un geste."),
        ],
        act=(_("Relire et accepter"), links.url("circle.charter", version, person)),
        reason=why_member(circle),
    )


def charter_changed_for(version: CharterVersion, organisation: Organisation, person: Any) -> None:
    """To who represents an organisation: it accepts too."""
    circle = version.circle
    journal.send_letter(
        key=f"circle-charter-{version.pk}-for-{organisation.pk}-{person.pk}",
        person=person,
        subject=_("%(organisation)s et la charte de « %(circle)s »") % {"organisation": organisation, "circle": circle},
        lines=[
            _("%(organisation)s a des membres dans ce cercle, dont la charte est en version %(number)s.")
            % {"organisation": organisation, "number": version.number},
            _("Vous représentez l’organisation : la page qui s’ouvre montre le texte, que vous acceptez en son nom."),
        ],
        act=(_("Lire et accepter"), links.url("circle.charter", version, person)),
        reason=_("Vous recevez ce courriel parce que vous représentez cette organisation."),
    )


def removed(membership: Membership) -> None:
    journal.send_letter(
        key=f"circle-removed-{membership.pk}",
        person=membership.person,
        subject=_("Vous n’êtes plus membre de « %(circle)s »") % {"circle": membership.circle},
        lines=[
            _("Une personne qui anime le cercle a mis fin à votre participation. Voici pourquoi :"),
            membership.leaving_reason,
            _("Les textes que vous avez partagés restent au cercle ; vos données personnelles vous appartiennent."),
        ],
        act=(_("Voir les autres cercles"), address("circles:list")),
        reason=_("Vous recevez ce courriel parce que vous étiez membre de ce cercle."),
    )


def leaving(membership: Membership, today: date) -> None:
    """The link that leaves the circle, to its person alone."""
    circle = membership.circle
    journal.send_letter(
        key=f"circle-leaving-{membership.pk}-{today:%Y%m%d}",
        person=membership.person,
        subject=_("Quitter « %(circle)s » ?") % {"circle": circle},
        lines=[
            _(
                "Vous l’avez demandé depuis un courriel du cercle. Rien n’est fait tant que vous n’avez pas suivi ce lien."
            ),
            _("Ce n’était pas vous ? Laissez ce courriel : il ne se passera rien."),
        ],
        act=(_("Quitter le cercle"), links.url("circle.leave", membership, membership.person)),
        reason=why_member(circle),
    )


def left(membership: Membership, facilitators: Iterable[Any]) -> None:
    for person in facilitators:
        journal.send_letter(
            key=f"circle-left-{membership.pk}-{person.pk}",
            person=person,
            subject=_("%(name)s a quitté « %(circle)s »") % {"name": membership.person, "circle": membership.circle},
            lines=[membership.leaving_reason or _("Aucune raison n’a été donnée, et aucune n’est due.")],
            act=page(membership.circle),
            reason=why_facilitator(membership.circle),
        )


def role_changed(membership: Membership, *, mark: str) -> None:
    journal.send_letter(
        key=f"circle-role-{membership.pk}-{mark}",
        person=membership.person,
        subject=_("Votre rôle dans « %(circle)s »") % {"circle": membership.circle},
        lines=[_("Votre rôle est maintenant : %(role)s.") % {"role": membership.get_role_display()}],
        act=page(membership.circle),
        reason=why_member(membership.circle),
    )


def closed(note: StageNote, membership: Membership) -> None:
    circle = note.circle
    journal.send_letter(
        key=f"circle-closed-{note.pk}-{membership.pk}",
        person=membership.person,
        subject=_("Le cercle « %(circle)s » est clos") % {"circle": circle},
        lines=[note.note, _("Vous gardez la lecture de tout ce qu’il a produit ; plus rien ne s’y ajoute.")],
        act=page(circle),
        reason=why_member(circle),
    )


def handover_proposed(handover: Handover) -> None:
    circle = handover.circle
    journal.send_letter(
        key=f"circle-handover-{handover.pk}",
        person=handover.taker,
        subject=_("%(name)s vous propose d’animer « %(circle)s »") % {"name": handover.giver, "circle": circle},
        lines=[
            *([handover.message] if handover.message else []),
            _("Rien ne change tant que vous n’avez pas accepté."),
        ],
        act=(_("Répondre"), links.url("circle.handover", handover, handover.taker)),
        reason=why_member(circle),
    )


def handover_answered(handover: Handover) -> None:
    accepted = handover.state == "accepted"
    said = _("%(name)s anime désormais « %(circle)s ».") if accepted else _("%(name)s ne reprend pas « %(circle)s ».")
    lines = [said % {"name": handover.taker, "circle": handover.circle}]
    journal.send_letter(
        key=f"circle-handover-{handover.pk}-{handover.state}",
        person=handover.giver,
        subject=lines[0],
        lines=lines + ([handover.reason] if handover.reason else []),
        act=page(handover.circle),
        reason=why_member(handover.circle),
    )


def opening_asked(request: OpeningRequest, administrators: Iterable[Any]) -> None:
    for person in administrators:
        journal.send_letter(
            key=f"circle-opening-{request.pk}-{person.pk}",
            person=person,
            subject=_("%(name)s demande à ouvrir un cercle") % {"name": request.person},
            lines=[_("La demande attend votre réponse. Vous acceptez, ou vous refusez en disant pourquoi.")],
            facts=[(_("Nom du cercle"), request.name), (_("La question du cercle"), request.draft.get("purpose", ""))],
            act=(_("Répondre à la demande"), links.url("circle.opening", request, person)),
            reason=_("Vous recevez ce courriel parce que vous administrez la plateforme."),
        )


def opening_answered(request: OpeningRequest) -> None:
    circle: Circle | None = request.circle
    if circle is not None:
        lines = [_("Votre cercle « %(name)s » est ouvert, et vous l’animez.") % {"name": circle}]
        act = page(circle)
    else:
        lines = [_("Votre demande n’a pas été acceptée. Voici pourquoi :"), request.reason]
        act = (_("Voir les cercles"), address("circles:list"))
    journal.send_letter(
        key=f"circle-opening-{request.pk}-answer",
        person=request.person,
        subject=_("Votre demande d’ouvrir « %(name)s »") % {"name": request.name},
        lines=lines,
        act=act,
        reason=_("Vous recevez ce courriel parce que vous avez demandé à ouvrir un cercle."),
    )
