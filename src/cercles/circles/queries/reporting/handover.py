"""What a successor has to know, made of what exists."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.circles.enums import FACILITATING, CircleRole, HeldState, InvitationState, RequestState, ReviewState
from cercles.circles.models import Circle, HeldMessage, Invitation, JoinRequest, Thread
from cercles.circles.queries.members import members_of
from cercles.circles.queries.reporting.parts import Part, as_markdown, linked
from cercles.core import clock, slots
from cercles.core.routes import address_of
from cercles.core.typography import when


def handover_parts(circle: Circle, reader: Any) -> list[Part]:
    """Who, then what waits, then every room's, then where things are. No address of anybody, and nobody's silence."""
    rooms: list[Part] = slots.collect("circle.handover", circle, reader)
    return [_who(circle), _waiting(circle), *rooms, _where(circle)]


def _who(circle: Circle) -> Part:
    members = members_of(circle)
    note = circle.stage_notes.first()
    lines = [
        f"{member.name} : {CircleRole(member.role).label}"
        for member in members
        if member.role in FACILITATING or member.role != CircleRole.MEMBER
    ]
    lines.append(ngettext("%(n)d membre", "%(n)d membres", len(members)) % {"n": len(members)})
    lines.append(_("La question : %(purpose)s") % {"purpose": circle.purpose})
    if note is not None:
        lines.append(
            _("Étape notée le %(day)s : %(stage)s. %(note)s")
            % {"day": when(note.at), "stage": note.stage_label, "note": note.note}
        )
    return Part(_("Qui et pourquoi"), lines)


def _waiting(circle: Circle) -> Part:
    asked = JoinRequest.objects.filter(circle=circle, state=RequestState.ASKED).count()
    sent = Invitation.objects.filter(circle=circle, state=InvitationState.SENT, until__gt=clock.now()).count()
    held = HeldMessage.objects.filter(circle=circle, state=HeldState.WAITING).count()
    alone = Thread.objects.filter(circle=circle, closed_at=None, count=1).order_by("created_at", "pk")
    lines = [
        (asked, ngettext("%(n)d demande d’entrée attend", "%(n)d demandes d’entrée attendent", asked)),
        (sent, ngettext("%(n)d invitation sans réponse", "%(n)d invitations sans réponse", sent)),
        (held, ngettext("%(n)d message attend une décision", "%(n)d messages attendent une décision", held)),
    ]
    told = [text % {"n": count} for count, text in lines if count]
    told += [
        _("Échange sans réponse depuis le %(day)s : %(title)s")
        % {"day": when(thread.created_at), "title": thread.title}
        for thread in alone[:10]
    ]
    return Part(_("Ce qui attend une réponse"), told, _("Rien n’attend."))


def _where(circle: Circle) -> Part:
    last = circle.reviews.filter(state=ReviewState.PUBLISHED).first()
    pages = [
        (_("Membres"), "members"), (_("Échanges"), "threads"), (_("Charte"), "charter"), (_("Bilans et indicateurs"), "reviews"),
        (_("Réglages"), "settings"),
    ]  # fmt: skip
    lines = [linked(label, address_of(f"circles:{name}", circle.slug)) for label, name in pages]
    if last is not None:
        told = _("Le dernier bilan du semestre, du %(day)s") % {"day": when(last.until)}
        lines.append(linked(told, last.get_absolute_url()))
    return Part(_("Où sont les choses"), lines)


def handover_file(circle: Circle, reader: Any, day: date) -> str:
    title = _("# Dossier de relais : %(circle)s, le %(day)s") % {"circle": circle.name, "day": when(day)}
    return f"{title}\n\n{as_markdown(handover_parts(circle, reader))}"
