"""Letters after a meeting: the one question, what was to be done."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cercles.core import links
from cercles.core.typography import when
from cercles.journal.actions import send_letter
from cercles.meetings.emails.parts import facts, page_url, title_of, why
from cercles.meetings.enums import FollowUpState
from cercles.meetings.models import FollowUp, Meeting, MinutesVersion, Registration, Takeaway

AFTER = "meetings.after"
LATER = "meetings.later"
FOLLOW_UP = "meetings.follow_up"


def minutes(version: MinutesVersion, row: Registration) -> None:
    """The text itself stays in the site: a letter travels."""
    meeting = row.meeting
    lines = [_("Le compte rendu est publié : ce qui a été dit, ce qui est décidé, ce qui est à faire.")]
    if version.number > 1:
        told = {"number": version.number, "what": version.what_changed}
        lines = [_("Le compte rendu a une version %(number)d. Ce qui change : %(what)s") % told]
    if meeting.is_chatham:
        lines.append(_("Règle de Chatham House : ce qui s’est dit peut resservir, jamais qui l’a dit."))
    send_letter(
        key=f"meetings.minutes:{version.pk}:{row.pk}", person=row.person,
        subject=_("Compte rendu : %(title)s") % title_of(meeting), lines=lines, facts=facts(meeting, seated=False),
        act=(_("Lire le compte rendu"), settings.SITE_URL + version.minutes.get_absolute_url()), reason=why(row),
    )  # fmt: skip


def question(meeting: Meeting, person: Any) -> None:
    send_letter(
        key=f"{AFTER}:{meeting.pk}:{person.pk}", person=person,
        subject=_("Une question après « %(title)s »") % title_of(meeting),
        lines=[
            _("Qu’est-ce qui vous a été utile, et qu’allez-vous essayer ?"),
            _("Une phrase suffit. L’animation la lit ; le cercle aussi, sans votre nom, si vous le voulez bien."),
        ],
        act=(_("Répondre en une phrase"), links.url(AFTER, meeting, person)),
        reason=_("Vous étiez à cette rencontre. Cette question est posée une seule fois."),
    )  # fmt: skip


def question_noted(answer: Takeaway) -> None:
    shared = _("Le cercle peut la lire, sans votre nom.") if answer.may_share else _("Seule l’animation la lit.")
    send_letter(
        key=f"{AFTER}_noted:{answer.pk}:{answer.answered_at:%Y%m%d%H%M%S}", person=answer.person,
        subject=_("Votre réponse est gardée : %(title)s") % title_of(answer.meeting),
        lines=[_("Voici ce qui est gardé en votre nom :"), answer.text, shared],
        act=(_("Voir la rencontre"), page_url(answer.meeting)),
        reason=_("Vous avez répondu par le lien reçu après une rencontre."),
    )  # fmt: skip


def later(answer: Takeaway) -> None:
    """Ninety days after, with her own words of then."""
    meeting = answer.meeting
    send_letter(
        key=f"{LATER}:{answer.pk}", person=answer.person,
        subject=_("Trois mois après « %(title)s »") % title_of(meeting),
        lines=[
            _("Vous aviez répondu : « %(text)s »") % {"text": answer.text},
            _("Qu’est-ce que cela a donné ? Une phrase suffit, même si rien n’a changé."),
        ],
        act=(_("Dire ce que cela a donné"), links.url(LATER, meeting, answer.person)),
        reason=_("Vous aviez répondu à la question posée après cette rencontre. Celle-ci est la dernière."),
    )  # fmt: skip


def later_noted(answer: Takeaway) -> None:
    shared = _("Le cercle peut la lire, sans votre nom.") if answer.may_share else _("Seule l’animation la lit.")
    send_letter(
        key=f"{LATER}_noted:{answer.pk}:{answer.outcome_at:%Y%m%d%H%M%S}", person=answer.person,
        subject=_("Votre réponse est gardée : %(title)s") % title_of(answer.meeting),
        lines=[_("Voici ce qui est gardé en votre nom :"), answer.outcome, shared],
        act=(_("Voir la rencontre"), page_url(answer.meeting)),
        reason=_("Vous avez répondu par le lien reçu trois mois après une rencontre."),
    )  # fmt: skip


def takeaway_leaves(answer: Takeaway, now: datetime) -> None:
    """Three years after: her words, before they are erased."""
    day = when(now + timedelta(days=30))
    send_letter(
        key=f"meetings.takeaway_leaves:{answer.pk}:{now:%Y%m%d}", person=answer.person,
        subject=_("Ce que vous aviez retenu va être effacé : %(title)s") % title_of(answer.meeting),
        lines=[
            _("Il y a presque trois ans, vous aviez répondu à une question posée après cette rencontre. L’animation seule la lit."),
            _("Votre réponse sera effacée après le %(day)s. La voici, pour que rien ne vous en manque :") % {"day": day},
            *filter(None, (answer.text, answer.outcome)),
        ],
        act=(_("Voir la rencontre"), page_url(answer.meeting)),
        reason=_("Nous ne gardons pas ce qui ne sert plus. Vous n’avez rien à faire."),
    )  # fmt: skip


def follow_up(row: FollowUp, person: Any, before: Meeting) -> None:
    """Before the circle's next meeting, so that it begins with news."""
    about = [(_("Quoi"), row.what), (_("Décidé à"), row.meeting.title)]
    if row.due:
        about.append((_("Pour le"), when(row.due)))
    send_letter(
        key=f"{FOLLOW_UP}:{row.pk}:{before.pk}:{person.pk}", person=person,
        subject=_("Où en est-ce ? %(what)s") % {"what": row.what},
        lines=[
            _("Le cercle « %(circle)s » se retrouve bientôt : %(day)s.")
            % {"circle": before.circle.name, "day": title_of(before)["day"]},
            _("C’est fait, c’est en cours, ou c’est abandonné : les trois réponses sont utiles."),
        ],
        facts=about, act=(_("Donner des nouvelles"), links.url(FOLLOW_UP, row, person, until=before.ends_at)),
        reason=_("Lors d’une rencontre de ce cercle, vous ou votre organisation avez dit vous en charger."),
    )  # fmt: skip


def follow_up_noted(row: FollowUp, person: Any) -> None:
    words = {
        FollowUpState.DONE: _("C’est fait."),
        FollowUpState.OPEN: _("C’est toujours en cours."),
        FollowUpState.DROPPED: _("C’est abandonné. Raison : %(reason)s") % {"reason": row.reason},
    }
    send_letter(
        key=f"{FOLLOW_UP}_noted:{row.pk}:{person.pk}:{row.news_at:%Y%m%d%H%M%S}", person=person,
        subject=_("C’est noté : %(what)s") % {"what": row.what}, lines=[words[FollowUpState(row.state)]],
        facts=[(_("Quoi"), row.what)], act=(_("Voir la rencontre"), page_url(row.meeting)),
        reason=_("Vous avez répondu par le lien reçu avant une rencontre."),
    )  # fmt: skip
