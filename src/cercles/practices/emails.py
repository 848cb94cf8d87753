"""Letters of the room ``practices``."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cercles.core import links
from cercles.core.typography import when
from cercles.journal.actions import send_letter
from cercles.organisations.rules.kept import current_affiliations
from cercles.practices.enums import ApprovalState
from cercles.practices.models import Approval, PracticeSheet, Reuse

APPROVE, REUSE = "sheet.approve", "sheet.reuse"

# How the keys of the letters begin, and what each is for.
TITLES = {
    "approval": _lazy("Accord d’une organisation sur une fiche"),
    "sheet-shared": _lazy("Fiche partagée dans un cercle"),
    "reuse": _lazy("Reprise d’une fiche"),
    "sheet-draft": _lazy("Brouillon de fiche, avant son effacement"),
}


def address(sheet: PracticeSheet) -> str:
    return settings.SITE_URL + reverse("practices:detail", args=[sheet.ref])


def ask_for_approval(approval: Approval, person: Any) -> None:
    title, name = approval.sheet.title, approval.organisation.name
    send_letter(
        key=f"approval:{approval.pk}:{approval.round}:{person.pk}",
        person=person,
        subject=_("Votre accord pour la fiche « %(title)s »") % {"title": title},
        lines=[
            _("Une fiche pratique raconte ce que %(name)s a fait. Elle ne sera partagée qu’avec votre accord.")
            % {"name": name},
            _(
                "Vous pouvez la lire, être d’accord pour le cercle ou pour tout le monde, demander une correction, ou refuser."
            ),
        ],
        act=(_("Lire et répondre"), links.url(APPROVE, approval, person)),
        reason=_("Vous recevez ce courriel parce que vous représentez %(name)s.") % {"name": name},
    )


def confirm_answer(approval: Approval, person: Any) -> None:
    send_letter(
        key=f"approval-answer:{approval.pk}:{approval.round}:{approval.answered_at}:{person.pk}",
        person=person,
        subject=_("Votre réponse pour « %(title)s » est notée") % {"title": approval.sheet.title},
        lines=[
            _("Pour %(name)s, vous avez répondu : %(answer)s.")
            % {"name": approval.organisation.name, "answer": approval.get_state_display()},
            _("Si ce n’était pas vous, ou si vous changez d’avis, rouvrez le lien reçu et répondez à nouveau."),
        ],
        act=(_("Voir la fiche"), address(approval.sheet)),
        reason=_("Vous venez de répondre au nom de cette organisation."),
    )


def tell_declined(approval: Approval) -> None:
    author = approval.sheet.author
    if author is None:
        return
    send_letter(
        key=f"approval-declined:{approval.pk}:{approval.round}:{approval.answered_at}",
        person=author,
        subject=(
            _("%(name)s demande une correction de la fiche")
            if approval.state == ApprovalState.CHANGES
            else _("%(name)s n’est pas d’accord avec la fiche")
        )
        % {"name": approval.organisation.name},
        lines=[_("À propos de « %(title)s » :") % {"title": approval.sheet.title}, approval.reason],
        act=(_("Revoir le texte"), address(approval.sheet)),
        reason=_("Vous avez écrit cette fiche."),
    )


def tell_shared(sheet: PracticeSheet, number: int, person: Any, note: str) -> None:
    """The one act is to say what it gave, for whoever has an organisation that may have tried; else to read it."""
    named = {organisation.pk for organisation in sheet.organisations.all()}
    tried = any(row.organisation_id not in named for row in current_affiliations(person))
    to_read = _("À lire ici : %(address)s") % {"address": address(sheet)}
    to_say = _("Si vous l’essayez un jour, dites-le en deux minutes, même si cela n’a pas marché.")
    declare = (_("Dire ce que cela a donné chez nous"), links.url(REUSE, sheet, person))
    send_letter(
        key=f"sheet-shared:{sheet.pk}:{number}:{person.pk}",
        person=person,
        subject=(_("Nouvelle version : %(title)s") if number > 1 else _("Nouvelle fiche : %(title)s"))
        % {"title": sheet.title},
        lines=[
            _("Une fiche pratique vient d’être partagée dans « %(circle)s », avec l’accord de ceux qu’elle nomme.")
            % {"circle": sheet.circle.name},
            *((_("Ce qui change : %(note)s") % {"note": note},) if note else ()),
            *((to_read, to_say) if tried else ()),
        ],
        act=declare if tried else (_("Lire la fiche"), address(sheet)),
        reason=_("Vous recevez ce courriel parce que vous êtes membre de ce cercle."),
    )


def tell_reused(reuse: Reuse, person: Any) -> None:
    send_letter(
        key=f"reuse:{reuse.pk}:{reuse.declared_at}:{person.pk}",
        person=person,
        subject=_("%(name)s a repris votre fiche") % {"name": reuse.organisation.name},
        lines=[
            _("À propos de « %(title)s » : %(outcome)s.")
            % {"title": reuse.sheet.title, "outcome": reuse.get_outcome_display().lower()},
            *[text for text in (reuse.what_changed, reuse.result) if text],
        ],
        act=(_("Voir la fiche et ses reprises"), address(reuse.sheet)),
        reason=_("Vous avez écrit cette fiche, ou vous représentez une organisation qu’elle nomme."),
    )


def confirm_reuse(reuse: Reuse, person: Any) -> None:
    send_letter(
        key=f"reuse-noted:{reuse.pk}:{reuse.declared_at}",
        person=person,
        subject=_("Votre reprise de « %(title)s » est notée") % {"title": reuse.sheet.title},
        lines=[
            _("Pour %(name)s : %(outcome)s. Vous pouvez compléter ou corriger votre réponse.")
            % {"name": reuse.organisation.name, "outcome": reuse.get_outcome_display().lower()},
        ],
        act=(_("Voir la fiche"), address(reuse.sheet)),
        reason=_("Vous venez de dire ce que vous avez fait de cette fiche."),
    )


def draft_leaves(sheet: PracticeSheet, now: datetime) -> None:
    """To its author."""
    day = when(now + timedelta(days=30))
    send_letter(
        key=f"sheet-draft:{sheet.pk}:{now:%Y%m%d}",
        person=sheet.author,
        subject=_("Gardez-vous ce brouillon ? « %(title)s »") % {"title": sheet.title},
        lines=[
            _("Vous avez commencé cette fiche il y a presque trois ans, et rien n’y a bougé depuis."),
            _("Sans changement de votre part, elle sera effacée après le %(day)s, avec ses fichiers.") % {"day": day},
            _("Pour la garder, ouvrez-la et enregistrez-la, même sans rien changer. Pour la laisser partir, ne faites rien."),
        ],
        act=(_("Ouvrir le brouillon"), address(sheet)),
        reason=_("Nous ne gardons pas ce qui ne sert plus. Ce brouillon n’a jamais été partagé."),
    )  # fmt: skip
