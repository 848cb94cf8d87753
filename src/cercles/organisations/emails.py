"""The letters of the room. Each has one act, and says why one receives it."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cercles.core import links
from cercles.journal.actions import send_letter
from cercles.organisations.enums import ClaimState, ReportState
from cercles.organisations.models import Affiliation, Claim, Organisation, Report

DECIDE, CONTEST, REPORT = "organisations.decide", "organisations.contest", "organisations.report"

# How the keys of the letters begin, and what each is for.
TITLES = {
    "claim": _lazy("Rattachement d’une organisation"),
    "affiliation": _lazy("Lien avec une organisation"),
    "report": _lazy("Erreur signalée sur une page"),
    "merge": _lazy("Réunion de deux pages d’une organisation"),
}


def _page(obj: Any) -> str:
    return f"{settings.SITE_URL}{obj.get_absolute_url()}"


def _who(claim: Claim) -> list[tuple[Any, Any]]:
    return [
        (_("Personne"), claim.person.display_name),
        (_("Adresse"), claim.person.email),
        (_("Son lien avec l’organisation"), claim.message or _("non précisé")),
    ]


def claim_asked(claim: Claim, to: Any, *, represents: bool) -> None:
    """To whoever may decide: an administrator, or somebody who represents the organisation."""
    send_letter(
        key=f"claim:{claim.pk}:{claim.state}:to:{to.pk}",
        person=to,
        subject=_("%(who)s demande à représenter %(what)s") % _names(claim),
        lines=[
            _(
                "%(who)s demande à représenter %(what)s sur le site : approuver ses fiches, accepter des chartes en son nom."
            )
            % _names(claim),
            *(
                [_("Demande contestée : %(why)s") % {"why": claim.reason}]
                if claim.state == ClaimState.CONTESTED
                else []
            ),
        ],
        facts=_who(claim),
        act=(_("Répondre à la demande"), links.url(DECIDE, claim, to)),
        reason=_("Vous représentez cette organisation.") if represents else _("Vous administrez le site."),
    )


def claim_decided(claim: Claim) -> None:
    """To who asked."""
    yes = claim.state == ClaimState.CONFIRMED
    said = {
        ClaimState.CONFIRMED: _("Vous représentez maintenant %(what)s. Vous pouvez tenir sa page et agir en son nom."),
        ClaimState.DECLINED: _("Votre demande de représenter %(what)s n’a pas été acceptée."),
        ClaimState.CONTESTED: _(
            "Une personne qui représente %(what)s conteste votre demande. Un administrateur va l’examiner."
        ),
    }[ClaimState(claim.state)]
    why = [] if yes else [_("Raison donnée : %(why)s") % {"why": claim.reason}]
    send_letter(
        key=f"claim:{claim.pk}:{claim.state}:{claim.decided_at:%Y%m%d%H%M%S%f}",
        person=claim.person,
        subject=_("Votre demande de représenter %(what)s") % _names(claim),
        lines=[said % _names(claim), *why],
        act=(_("Ouvrir sa page"), _page(claim.organisation)),
        reason=_("Vous avez demandé à représenter cette organisation."),
    )


def new_representative(claim: Claim, to: Any) -> None:
    """To those who represented it before: they may contest."""
    send_letter(
        key=f"claim:{claim.pk}:new:{claim.decided_at:%Y%m%d%H%M%S%f}:to:{to.pk}",
        person=to,
        subject=_("%(who)s représente maintenant %(what)s") % _names(claim),
        lines=[
            _("%(who)s représente maintenant %(what)s avec vous.") % _names(claim),
            _(
                "Si vous ne connaissez pas cette personne, contestez : son rôle est suspendu et un administrateur examine la demande."
            ),
        ],
        facts=_who(claim),
        act=(_("Contester"), links.url(CONTEST, claim, to)),
        reason=_("Vous représentez cette organisation."),
    )


def done_by_link(claim: Claim, person: Any, *, what: str) -> None:
    """To who acted from a mail: what was done in her name."""
    send_letter(
        key=f"claim:{claim.pk}:by-link:{what}:{person.pk}",
        person=person,
        subject=_("Votre réponse à la demande de %(who)s") % _names(claim),
        lines=[
            what,
            _("Si ce n’est pas vous, révoquez vos liens depuis votre compte : ce courriel a peut-être été transféré."),
        ],
        act=(_("Voir la demande"), _page(claim)),
        reason=_("Vous avez répondu par le lien d’un courriel."),
    )


def linked(row: Affiliation, by: Any) -> None:
    """To somebody a representative has linked to the organisation."""
    names = {"who": by.display_name, "what": row.organisation.name, "role": row.get_role_display().lower()}
    send_letter(
        key=f"affiliation:{row.pk}:linked",
        person=row.person,
        subject=_("%(who)s vous rattache à %(what)s") % names,
        lines=[
            _("%(who)s a indiqué que vous faites partie de %(what)s (%(role)s).") % names,
            _("Si c’est une erreur, ouvrez sa page et choisissez « Je n’en fais plus partie »."),
        ],
        act=(_("Ouvrir la page"), _page(row.organisation)),
        reason=_("Une personne qui représente cette organisation a donné votre adresse."),
    )


def merged(duplicate: Organisation, into: Organisation, to: Any, *, reason: str, undone: bool) -> None:
    """To the representatives of both pages."""
    said = (
        _("Les pages « %(one)s » et « %(two)s » sont de nouveau séparées.")
        if undone
        else _("La page « %(one)s » est réunie à la page « %(two)s », qui parle désormais pour les deux.")
    )
    names = {"one": duplicate.name, "two": into.name}
    send_letter(
        key=f"merge:{duplicate.pk}:{into.pk}:{undone}:{duplicate.changed_at:%Y%m%d%H%M%S%f}:to:{to.pk}",
        person=to,
        subject=said % names,
        lines=[said % names, _("Raison donnée : %(why)s") % {"why": reason}],
        act=(_("Ouvrir la page"), _page(into)),
        reason=_("Vous représentez l’une de ces organisations."),
    )


def error_reported(report: Report, to: Any, *, represents: bool) -> None:
    """To who keeps the page. Who said it is not told."""
    said = _("On signale une erreur sur la page de %(what)s") % {"what": report.organisation.name}
    send_letter(
        key=f"report:{report.pk}:to:{to.pk}",
        person=to,
        subject=said,
        lines=[f"{said}."],
        facts=report_facts(report),
        act=(_("Répondre"), links.url(REPORT, report, to)),
        reason=_("Vous représentez cette organisation.") if represents else _("Vous administrez le site."),
    )


def report_facts(report: Report) -> list[tuple[Any, Any]]:
    return [
        (_("À corriger"), report.get_column_display()),
        (_("Ce qui serait juste"), report.says),
        (_("Où cela se lit"), report.proof or _("non précisé")),
    ]


def report_answered(report: Report, to: str) -> None:
    """To the address that was left: what became of it."""
    names = {"what": report.organisation.name}
    yes = report.state == ReportState.ACCEPTED
    said = (
        _("L’erreur que vous avez signalée sur la page de %(what)s est corrigée. Merci.")
        if yes
        else _("L’erreur que vous avez signalée sur la page de %(what)s n’a pas été retenue.")
    )
    send_letter(
        key=f"report:{report.pk}:answered",
        to=to,
        subject=_("Votre signalement sur la page de %(what)s") % names,
        lines=[said % names, *([] if yes else [_("Raison donnée : %(why)s") % {"why": report.reason}])],
        facts=report_facts(report),
        act=(_("Ouvrir la page"), _page(report.organisation)),
        reason=_("Vous avez laissé votre adresse pour connaître la suite ; elle n’est plus gardée."),
    )


def answered_by_link(report: Report, person: Any, *, what: str) -> None:
    """To who answered from a mail: what was done in her name."""
    send_letter(
        key=f"report:{report.pk}:by-link:{report.state}:{person.pk}",
        person=person,
        subject=_("Votre réponse à l’erreur signalée"),
        lines=[
            what,
            _("Si ce n’est pas vous, révoquez vos liens depuis votre compte : ce courriel a peut-être été transféré."),
        ],
        act=(_("Voir la page"), _page(report.organisation)),
        reason=_("Vous avez répondu par le lien d’un courriel."),
    )


def _names(claim: Claim) -> dict[str, str]:
    return {"who": claim.person.display_name, "what": claim.organisation.name}
