"""Letters of moderation: what was done and why, what came of contesting it, who is missing to answer."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from cercles.circles.emails.frame import address, why_member
from cercles.circles.emails.reports import shown_to, why, why_reported
from cercles.circles.enums import MeasureKind, MeasureState
from cercles.circles.models import ContentReport, Measure
from cercles.circles.queries.moderation import back_of, kind_of
from cercles.core import links
from cercles.core.typography import when
from cercles.journal import actions as journal

APPEAL = "circle.appeal"


def _done(measure: Measure) -> tuple[str, list[str]]:
    """What was done, for the person: a subject and the lines that say it."""
    left = kind_of(measure.kind).left if measure.kind else ""
    values = {"circle": measure.circle, "title": measure.title, "left": left}
    if measure.what == MeasureKind.REMOVED:
        subject = _("Un de vos écrits est retiré de « %(circle)s »") % values
        return subject, [_("« %(title)s » ne se lit plus dans le cercle « %(circle)s ». %(left)s") % values]
    if measure.what == MeasureKind.REVIEWED:
        subject = _("Vos messages dans « %(circle)s » sont relus avant d’être publiés") % values
        return subject, [
            _("Ce que vous écrivez attend qu’une personne qui anime le cercle le lise. Vous lisez tout, comme avant.")
        ]
    subject = _("Vous n’écrivez plus dans « %(circle)s » jusqu’au %(day)s") % {**values, "day": when(measure.until)}
    return subject, [
        _("Jusqu’à ce jour, vous lisez tout et vous n’écrivez rien. Ensuite, rien ne reste de cette mesure.")
    ]


def _ground(measure: Measure) -> str:
    if measure.is_lawful_ground:
        return _("La loi")
    return _("Les règles du cercle : sa charte, et les conditions d’utilisation")


def measure_taken(measure: Measure) -> None:
    """The statement of reasons (DSA, article 17 § 3): what is done, the facts, the ground, that people decided, how to contest."""
    if measure.person is None:
        return
    subject, lines = _done(measure)
    lines.append(_("Voici pourquoi :"))
    lines += measure.words.split("\n\n")
    if measure.text:
        lines += [_("Voici ce que vous aviez écrit, pour que rien ne vous en manque :"), *measure.text.split("\n\n")]
    lines.append(
        _(
            "Ce n’est pas juste ? Dites-le une fois, d’ici six mois : une autre personne que celle qui a décidé regarde de nouveau "
            "et vous répond. Vous pouvez aussi saisir un organe de règlement extrajudiciaire des litiges, ou le juge."
        )
    )
    journal.send_letter(
        key=f"circle-measure-{measure.pk}",
        person=measure.person,
        subject=subject,
        lines=lines,
        facts=[
            (_("Motif"), measure.motive_label),
            (_("Fondement"), _ground(measure)),
            (_("Décidé"), _("le %(day)s, par une personne, sans traitement automatisé") % {"day": when(measure.at)}),
        ],
        act=(_("Contester cette décision"), links.url(APPEAL, measure, measure.person)),
        reason=why_member(measure.circle),
    )


def contested(measure: Measure, people: Iterable[Any]) -> None:
    """To another than who decided."""
    for person in people:
        journal.send_letter(
            key=f"circle-contested-{measure.pk}-{person.pk}",
            person=person,
            subject=_("Une décision est contestée dans « %(circle)s »") % {"circle": measure.circle},
            lines=[
                _("Vous n’avez pas pris cette décision : c’est à vous de la regarder de nouveau."),
                _("Vous la confirmez ou vous l’annulez, en disant pourquoi en une phrase."),
            ],
            facts=[(_("Mesure"), measure.what_label), (_("Motif"), measure.motive_label)],
            act=(_("Lire et répondre"), address("circles:measure", ref=measure.ref)),
            reason=why(measure.circle),
        )


def nobody_yet(row: ContentReport | Measure, people: Iterable[Any]) -> None:
    """Nobody may answer: those who can name another person are told, and so is who waits, once."""
    what = "report" if isinstance(row, ContentReport) else "measure"
    values = {"circle": row.circle}
    for person in people:
        members = address("circles:members", slug=row.circle.slug)
        url = address("people:administration") if person.is_administrator else members
        journal.send_letter(
            key=f"circle-name-{what}-{row.pk}-{person.pk}",
            person=person,
            subject=_("Nommez une autre personne pour la modération de « %(circle)s »") % values,
            lines=[
                _(
                    "Une question de modération attend, et personne ne peut y répondre : on ne juge ni ce qu’on a écrit, "
                    "ni ce qu’on a décidé."
                ),
                _(
                    "Nommez quelqu’un d’autre : une deuxième personne qui anime le cercle, ou qui administre la plateforme. "
                    "Elle trouvera la question dans sa semaine."
                ),
            ],
            act=(_("Nommer une autre personne"), url),
            reason=why(row.circle),
        )
    email = row.email if isinstance(row, ContentReport) else ""
    if row.person is not None or email:
        subject = _("Votre demande attend une autre personne, dans « %(circle)s »")
        journal.send_letter(
            key=f"circle-nobody-{what}-{row.pk}",
            person=row.person,
            to=email,
            subject=subject % values
            if what == "measure"
            else shown_to(row, subject, _("Votre demande attend une autre personne")),
            lines=[
                _("Votre demande est bien reçue. Personne d’autre que qui a décidé ne peut encore vous répondre.")
                if what == "measure"
                else _(
                    "Votre signalement est bien reçu. Personne d’autre que qui l’a écrit ne peut encore y répondre."
                ),
                _(
                    "Les personnes qui animent le cercle et celles qui administrent la plateforme doivent en nommer une : "
                    "un courriel vient de le leur dire."
                ),
                _("Rien d’autre n’est à faire de votre côté : la réponse vous viendra par courriel."),
            ],
            reason=_("Vous recevez ce courriel parce que vous avez demandé une décision de modération."),
        )


def measure_reviewed(measure: Measure, review: str) -> None:
    """To the person it concerns; and, of what comes back, to those who had reported it. ``review``: why, of who looked at it again; empty
    when it is given back without that."""
    lifted = measure.state == MeasureState.LIFTED
    if measure.person is not None:
        _tell_person(measure, lifted, review)
    if not lifted:
        return
    for report in measure.reports.exclude(person=None).select_related("person", "circle"):
        journal.send_letter(
            key=f"circle-reported-{report.pk}-back",
            person=report.person,
            subject=shown_to(
                report,
                _("Ce que vous aviez signalé dans « %(circle)s » est de nouveau en place"),
                _("Ce que vous aviez signalé est de nouveau en place"),
            ),
            lines=[_("Une autre personne a regardé la décision de nouveau."), review]
            if review
            else [_("L’animation du cercle est revenue sur sa décision.")],
            reason=why_reported(""),
        )


def _tell_person(measure: Measure, lifted: bool, review: str) -> None:
    values = {"circle": measure.circle}
    subject = (
        _("La décision est annulée, dans « %(circle)s »")
        if lifted
        else _("La décision est confirmée, dans « %(circle)s »")
    )
    first = back_of(measure) if lifted else _("Elle a été regardée par une autre personne que celle qui l’avait prise.")
    journal.send_letter(
        key=f"circle-measure-{measure.pk}-{measure.state}",
        person=measure.person,
        subject=subject % values,
        lines=[first, *([review] if review else [])],
        act=(_("Revoir la décision"), address("circles:measure", ref=measure.ref)),
        reason=why_member(measure.circle),
    )
