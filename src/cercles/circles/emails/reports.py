"""Letters about a report: to who decides, and to who reported."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cercles.circles.emails.frame import address
from cercles.circles.enums import ReportState
from cercles.circles.models import ContentReport, Measure
from cercles.circles.queries.moderation import written_about
from cercles.circles.rules import can_see_circle
from cercles.core.typography import when
from cercles.journal import actions as journal


def why(circle: Any) -> str:
    told = _("Vous recevez ce courriel parce que vous répondez de la modération du cercle « %(circle)s ».")
    return told % {"circle": circle}


def reported(report: ContentReport, people: Iterable[Any]) -> None:
    """To who decides, once for all the reports of a thing that wait together: what it says and who reported it are in no letter."""
    waiting = ContentReport.objects.filter(kind=report.kind, object_id=report.object_id, state=ReportState.OPEN)
    first = waiting.order_by("pk").values_list("pk", flat=True)[0]
    for person in people:
        journal.send_letter(
            key=f"circle-report-{first}-{person.pk}",
            person=person,
            subject=_("Un écrit est signalé dans « %(circle)s »") % {"circle": report.circle},
            lines=[
                _("Quelqu’un le signale pour ce motif : %(motive)s.") % {"motive": report.motive_label.lower()},
                _("Lisez-le, puis laissez-le en place ou retirez-le, en disant pourquoi."),
            ],
            act=(_("Lire et décider"), address("circles:report", ref=report.ref)),
            reason=why(report.circle),
        )


def shown_to(report: ContentReport | Measure, subject: str, alone: str) -> str:
    """``subject`` names the circle: to whoever does not see that it exists, ``alone`` is said."""
    knows = report.person is not None and can_see_circle(report.person, report.circle)
    return (subject if knows else alone) % {"day": when(report.at), "circle": report.circle}


def why_reported(email: str) -> str:
    if not email:
        return _("Vous recevez ce courriel parce que vous avez signalé un écrit.")
    return _(
        "Vous recevez ce courriel parce que cette adresse a été laissée avec un signalement ; elle n’est plus gardée."
    )


def report_received(report: ContentReport, url: str) -> None:
    """To a visitor who left an address (DSA, article 16 § 4). It repeats nothing that she typed: the address may be of somebody else."""
    journal.send_letter(
        key=f"circle-received-{report.pk}",
        to=report.email,
        subject=_("Votre signalement du %(day)s est reçu") % {"day": when(report.at)},
        lines=[
            _(
                "Une personne va lire ce que vous avez signalé, puis le laisser en place ou le retirer, en disant pourquoi."
            ),
            _("Sa réponse vous viendra par courriel. Qui a écrit et qui décide ne voient pas votre adresse."),
        ],
        facts=[(_("Motif"), report.motive_label), (_("Page signalée"), settings.SITE_URL + url)],
        reason=_(
            "Vous recevez ce courriel parce que cette adresse a été laissée avec un signalement. Elle est effacée dès que la réponse "
            "est partie. Ce n’était pas vous ? Il n’y a rien à faire."
        ),
    )


def report_answered(report: ContentReport, email: str = "") -> None:
    """To who reported: by her account, or at the address that she left as a visitor."""
    if report.person is None and not email:
        return
    if report.state == ReportState.REMOVED and report.measure is not None:
        lines = [
            _("Ce que vous avez signalé est retiré : %(motive)s.") % {"motive": report.measure.motive_label.lower()}
        ]
    elif report.state == ReportState.GONE:
        lines = [_("Ce que vous avez signalé n’est plus là : il a été retiré avant la réponse."), report.answer]
    else:
        lines = [_("Ce que vous avez signalé reste en place. Voici pourquoi :"), report.answer]
    lines.append(_("La personne qui l’a écrit ne sait pas que vous l’avez signalé."))
    if report.state == ReportState.KEPT:
        lines.append(
            _(
                "Vous n’êtes pas d’accord ? Un organe de règlement extrajudiciaire des litiges, ou le juge, peut être saisi."
            )
        )
    written = written_about(report)
    alone = _("Votre signalement du %(day)s")
    journal.send_letter(
        key=f"circle-reported-{report.pk}",
        person=report.person,
        to=email,
        subject=shown_to(report, _("Votre signalement du %(day)s, dans « %(circle)s »"), alone),
        lines=lines,
        facts=[(_("Page signalée"), settings.SITE_URL + written.url)] if written and email else [],
        reason=why_reported(email),
    )
