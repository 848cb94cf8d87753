"""The letters of the room. Each is written in the transaction of the act it tells."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cercles.core import links
from cercles.core.markdown import plain
from cercles.core.typography import NBSP, when_time
from cercles.journal import actions as journal
from cercles.polls.models import Ballot, Objection, Poll
from cercles.polls.queries import answer_of, results_of

ANSWER = "polls.answer"
# How the keys of the letters begin, and what each is for.
TITLES = {
    "poll-ask": gettext_lazy("Question d’un sondage"),
    "poll-reminder": gettext_lazy("Rappel d’un sondage"),
    "poll-cancelled": gettext_lazy("Annulation d’un sondage"),
    "poll-closed": gettext_lazy("Ce qui est retenu d’un sondage"),
    "poll-objection": gettext_lazy("Objection à une proposition"),
    "poll-done": gettext_lazy("Reçu d’une réponse faite depuis un courriel"),
}


def _why(poll: Poll) -> str:
    return _("Vous recevez ce courriel parce que vous êtes membre du cercle « %(circle)s ».") % {"circle": poll.circle}


def _page(poll: Poll) -> tuple[str, str]:
    return _("Lire la page du sondage"), settings.SITE_URL + poll.get_absolute_url()


def _act(poll: Poll, person: Any) -> tuple[str, str]:
    return _("Répondre"), links.url(ANSWER, poll, person, until=poll.closes_at)


def facts_of(poll: Poll) -> list[tuple[str, str]]:
    """What one must know before answering."""
    found = [(_("Réponses jusqu’au"), when_time(poll.closes_at)), (_("Cercle"), poll.circle.name)]
    found.append((_("Qui a une voix"), poll.get_voters_display()))
    if poll.is_consent:
        found.append((_("Règle"), _("Sans objection restée sans réponse à cette date, la proposition est adoptée.")))
    elif poll.is_secret:
        found.append((_("Secret"), _("Personne ne relie un bulletin à une personne. Un bulletin ne se reprend pas.")))
    else:
        found.append((_("Résultats"), poll.get_shown_when_display()))
    return found


def asked(poll: Poll, person: Any) -> None:
    again = poll.round > 1
    opening = _("La proposition a changé : on vous demande de nouveau votre consentement.") if again else _asks(poll)
    subject = _("Proposition changée : %(title)s") if again else _("Votre réponse : %(title)s")
    journal.send_letter(
        key=f"poll-ask-{poll.pk}-{poll.round}-{person.pk}", person=person, subject=subject % {"title": poll.title},
        lines=[opening, poll.title, *_paragraphs(poll), *_choices(poll)], facts=facts_of(poll), act=_act(poll, person),
        reason=_why(poll),
    )  # fmt: skip


def _asks(poll: Poll) -> str:
    who = poll.opened_by.display_name if poll.opened_by else _("Un membre")
    told = (
        _("%(name)s demande au cercle s’il consent à une proposition.")
        if poll.is_consent
        else _("%(name)s consulte le cercle.")
    )
    return told % {"name": who}


def _paragraphs(poll: Poll) -> list[str]:
    return [part for part in plain(poll.text).split("\n") if part.strip()]


def _choices(poll: Poll) -> list[str]:
    return [f"–{NBSP}{option.label}" for option in poll.options.all()]


def reminder(poll: Poll, person: Any) -> None:
    journal.send_letter(
        key=f"poll-reminder-{poll.pk}-{person.pk}", person=person,
        subject=_("Plus que deux jours pour répondre : %(title)s") % {"title": poll.title},
        lines=[_("Votre réponse n’est pas encore arrivée. Il n’y aura pas d’autre rappel.")], facts=facts_of(poll),
        act=_act(poll, person), reason=_why(poll),
    )  # fmt: skip


def asked_again(poll: Poll, person: Any, day: str) -> None:
    """By hand, once a day at most."""
    journal.send_letter(
        key=f"poll-reminder-{poll.pk}-{day}-{person.pk}", person=person,
        subject=_("Votre réponse manque : %(title)s") % {"title": poll.title},
        lines=[_("Le cercle attend encore votre réponse.")], facts=facts_of(poll), act=_act(poll, person), reason=_why(poll),
    )  # fmt: skip


def cancelled(poll: Poll, person: Any) -> None:
    who = poll.closed_by.display_name if poll.closed_by else _("Un membre")
    lines = [_("%(who)s a annulé ce sondage. La raison :") % {"who": who}, poll.outcome]
    lines.append(_("Vous n’avez rien à faire. Ce qui a été répondu reste sur sa page ; rien n’en est retenu."))
    journal.send_letter(
        key=f"poll-cancelled-{poll.pk}-{person.pk}", person=person, subject=_("Annulé : %(title)s") % {"title": poll.title},
        lines=lines, act=_page(poll), reason=_why(poll),
    )  # fmt: skip


def closed(poll: Poll, person: Any) -> None:
    lines = [verdict(poll)] + ([poll.outcome] if poll.outcome else [])
    results = results_of(poll)
    lines += [f"–{NBSP}{line.label}{NBSP}: {line.said_count}" for line in results.lines]
    journal.send_letter(
        key=f"poll-closed-{poll.pk}-{person.pk}", person=person, subject=_("Clos : %(title)s") % {"title": poll.title},
        lines=lines, act=_page(poll), reason=_why(poll),
    )  # fmt: skip


def verdict(poll: Poll) -> str:
    if not poll.is_consent:
        return _("Le sondage est clos. Voici ce qui a été répondu.")
    if poll.adopted:
        return _("La proposition est adoptée : il ne reste pas d’objection.")
    return _("La proposition n’est pas adoptée : une objection est restée sans réponse.")


def objection_raised(row: Objection) -> None:
    """To who opened the poll, who treats it with those who facilitate; they see it among what waits for them."""
    poll = row.poll
    if poll.opened_by is None or poll.opened_by == row.person:
        return
    journal.send_letter(
        key=f"poll-objection-{row.pk}-raised", person=poll.opened_by,
        subject=_("Une objection : %(title)s") % {"title": poll.title},
        lines=[_("%(who)s voit un risque pour le cercle :") % {"who": row.who}, row.text],
        act=(_("Traiter l’objection"), settings.SITE_URL + poll.get_absolute_url()),
        reason=_("Vous recevez ce courriel parce que vous avez ouvert ce sondage."),
    )  # fmt: skip


def objection_treated(row: Objection) -> None:
    if row.person is None:
        return
    journal.send_letter(
        key=f"poll-objection-{row.pk}-treated", person=row.person,
        subject=_("Votre objection a été traitée : %(title)s") % {"title": row.poll.title},
        lines=[row.get_state_display(), row.response], act=_page(row.poll),
        reason=_("Vous recevez ce courriel parce que vous avez objecté à cette proposition."),
    )  # fmt: skip


def done(ballot: Ballot, person: Any, line: str) -> None:
    """What was answered in her name through a link, told to her."""
    journal.send_letter(
        key=f"poll-done-{ballot.pk}-{ballot.changes}", person=person,
        subject=_("Votre réponse est notée : %(title)s") % {"title": ballot.poll.title},
        lines=[line, _("Ce geste n’est pas de vous ? Rouvrez le lien reçu et choisissez « Ce message a été transféré ».")],
        reason=_("Vous recevez ce courriel parce qu’un lien envoyé à votre adresse vient de servir."),
    )  # fmt: skip


def said_by(ballot: Ballot) -> str:
    """« Votre réponse : Le mardi, Le jeudi. »"""
    said = answer_of(ballot)
    if ballot.poll.is_secret:
        return _("Votre bulletin est dans l’urne. Votre reçu n’est ni dans ce courriel ni dans le site.")
    return _("Votre réponse : %(said)s. Vous pouvez la changer jusqu’au %(day)s.") % {
        "said": said, "day": when_time(ballot.poll.closes_at),
    }  # fmt: skip


def noted(poll: Poll) -> str:
    """What a page says once it is done."""
    if poll.is_secret:
        return _("Votre bulletin est dans l’urne. Gardez votre reçu : il le retrouve à la clôture.")
    return _("Votre réponse est notée. Vous pouvez la changer jusqu’à la fin.")
