"""Letters about a seat: invited, confirmed, waiting, promoted, declined."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cercles.journal.actions import send_letter
from cercles.meetings.emails.parts import answer_url, facts, page_url, said_by, title_of, why
from cercles.meetings.models import Registration
from cercles.meetings.queries import calendar, moment_of


def invitation(row: Registration) -> None:
    meeting = row.meeting
    lines = [_("Le cercle « %(circle)s » vous invite à sa prochaine rencontre.") % {"circle": meeting.circle.name}]
    if meeting.question:
        lines.append(meeting.question)
    if meeting.is_chatham:
        lines.append(
            _("Elle se tient sous la règle de Chatham House : ce qui s’y dit peut resservir, jamais qui l’a dit.")
        )
    send_letter(
        key=f"meetings.invitation:{row.pk}", person=row.person, subject=_("%(title)s, %(day)s") % title_of(meeting),
        lines=lines, facts=facts(meeting, seated=False), act=(_("Dire si je viens"), answer_url(row)), reason=why(row),
    )  # fmt: skip


def colleague(row: Registration, by: Any, instead: bool) -> None:
    """Under the Chatham House rule, who proposes is not named."""
    meeting = row.meeting
    who = _("Quelqu’un de votre organisation") if meeting.is_chatham else by.display_name
    text = _("%(who)s vous propose sa place à cette rencontre.") if instead else _("%(who)s vous propose d’y venir.")
    send_letter(
        key=f"meetings.colleague:{row.pk}:{row.changes}", person=row.person,
        subject=_("On vous propose une rencontre : %(title)s") % title_of(meeting),
        lines=[text % {"who": who}, meeting.question] if meeting.question else [text % {"who": who}],
        facts=facts(meeting, seated=False), act=(_("Dire si je viens"), answer_url(row)), reason=why(row),
    )  # fmt: skip


def visitor(row: Registration, at: Any) -> None:
    """Somebody typed this address on a public page: nothing is done before the link is followed. At most one an hour."""
    send_letter(
        key=f"meetings.visitor:{row.pk}:{row.changes}:{at:%Y%m%d%H}", person=row.person,
        subject=_("Confirmez votre inscription : %(title)s") % title_of(row.meeting),
        lines=[_("Votre adresse a été saisie pour une inscription. Elle ne compte qu’une fois confirmée par ce lien.")],
        facts=facts(row.meeting, seated=False), act=(_("Confirmer ma venue"), answer_url(row)), reason=why(row),
    )  # fmt: skip


def confirmation(row: Registration, *, by: Any = None) -> None:
    meeting = row.meeting
    lines = [_("Votre place est réservée. Le fichier joint l’ajoute à votre agenda.")]
    if meeting.link or meeting.address:
        lines.append(_("L’adresse et le lien ci-dessous sont pour vous : ne les transmettez pas."))
    send_letter(
        key=f"meetings.confirmation:{row.pk}:{row.changes}", person=row.person,
        subject=_("Vous participez : %(title)s") % title_of(meeting), lines=[*lines, *said_by(row, by)], facts=facts(meeting, seated=True),
        act=(_("Changer ma réponse"), answer_url(row)), attachments=[calendar.attachment(row)], reason=why(row),
    )  # fmt: skip


def waiting(row: Registration, place: int, *, by: Any = None) -> None:
    """The place is the true one today; nobody is promised a seat."""
    text = ngettext(
        "Vous êtes la première personne sur la liste d’attente.",
        "Vous êtes en liste d’attente, à la place numéro %(place)d.",
        place,
    )
    send_letter(
        key=f"meetings.waiting:{row.pk}:{row.changes}", person=row.person,
        subject=_("En liste d’attente : %(title)s") % title_of(row.meeting),
        lines=[
            text % {"place": place},
            _("Toutes les places qui vous conviennent sont prises. Dès qu’une se libère, elle vous revient dans l’ordre de la liste "
              "et nous vous l’écrivons aussitôt. Sans message de notre part, vous n’avez pas de place."),
            *said_by(row, by),
        ],
        facts=facts(row.meeting, seated=False), act=(_("Changer ma réponse"), answer_url(row)), reason=why(row),
    )  # fmt: skip


def promotion(row: Registration) -> None:
    meeting = row.meeting
    send_letter(
        key=f"meetings.promotion:{row.pk}:{row.changes}", person=row.person,
        subject=_("Une place s’est libérée, elle est à vous : %(title)s") % title_of(meeting),
        lines=[
            _("Vous étiez en liste d’attente : une place s’est libérée et vous l’avez."),
            _("Si vous ne pouvez plus venir, dites-le : elle ira à la personne suivante."),
        ],
        facts=facts(meeting, seated=True), act=(_("Changer ma réponse"), answer_url(row)),
        attachments=[calendar.attachment(row)], reason=why(row),
    )  # fmt: skip


def declined(row: Registration, *, had_a_seat: bool, by: Any = None) -> None:
    line = _("Votre place est libérée, merci de l’avoir dit.") if had_a_seat else _("C’est noté : vous ne venez pas.")
    attachments = [calendar.attachment(row, cancels=True)] if had_a_seat else []
    send_letter(
        key=f"meetings.declined:{row.pk}:{row.changes}", person=row.person,
        subject=_("Vous ne participez pas : %(title)s") % title_of(row.meeting),
        lines=[line, *said_by(row, by), _("Vous pouvez changer d’avis tant que les inscriptions sont ouvertes.")],
        facts=facts(row.meeting, seated=False), act=(_("Changer ma réponse"), answer_url(row)), attachments=attachments,
        reason=why(row),
    )  # fmt: skip


def given_back(row: Registration) -> None:
    """To who is of the circle no more: the meeting leaves her calendar."""
    meeting = row.meeting
    row.changes += 1
    send_letter(
        key=f"meetings.given_back:{row.pk}", person=row.person,
        subject=_("Vous ne participez plus : %(title)s") % title_of(meeting),
        lines=[
            _("Vous n’êtes plus membre du cercle : la place que vous y aviez est libérée."),
            _("Le fichier joint retire la rencontre de votre agenda."),
        ],
        facts=[(_("Rencontre"), meeting.title), (_("Quand"), moment_of(meeting))],
        attachments=[calendar.attachment(row, cancels=True)],
        reason=_("Vous aviez une place à cette rencontre comme membre du cercle."),
    )  # fmt: skip


def handed_over(row: Registration) -> None:
    """To who gave her place: it was taken."""
    send_letter(
        key=f"meetings.handed_over:{row.pk}:{row.changes}", person=row.person,
        subject=_("Votre place est reprise : %(title)s") % title_of(row.meeting),
        lines=[_("La personne que vous avez proposée a accepté : elle vient à votre place.")],
        facts=facts(row.meeting, seated=False), act=(_("Voir la rencontre"), page_url(row.meeting)),
        attachments=[calendar.attachment(row, cancels=True)], reason=why(row),
    )  # fmt: skip
