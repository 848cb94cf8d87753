"""« Signaler une erreur »: said by anybody, accepted or declined by those who keep the page; whoever said it learns what became of it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cercles.core import audience, clock
from cercles.core.errors import RuleBroken
from cercles.journal.actions import record
from cercles.organisations import emails, queries
from cercles.organisations.actions.organisations import edit_organisation
from cercles.organisations.enums import BY_HAND, REPRESENTS, Reportable, ReportState
from cercles.organisations.models import Organisation, Report

MOST_OPEN = 20


@transaction.atomic
def report_error(
    *, organisation: Organisation, column: str, says: str, proof: str = "", email: str = "", by: Any = None
) -> Report:
    """Say what is wrong. Saying it twice is saying it once; nobody who reads it learns who said it."""
    page = Organisation.objects.select_for_update().get(pk=organisation.canonical_id)
    waiting = Report.objects.open().filter(organisation=page)
    known = waiting.filter(column=column, says=says.strip()).first()
    if known is not None:
        return known
    if waiting.count() >= MOST_OPEN:
        raise RuleBroken(
            "too_many_reports",
            _("Beaucoup d’erreurs signalées attendent déjà une réponse pour cette page. Revenez dans quelques jours."),
        )
    report = Report.objects.create(
        organisation=page, column=column, says=says.strip(), proof=proof.strip(), email=email, person=by
    )
    record("organisations.reported", report, by=None, audience=audience.key(REPRESENTS, page.pk))
    for person, represents in queries.keepers_of(page):
        emails.error_reported(report, person, represents=represents)
    return report


@transaction.atomic
def accept_report(*, report: Report, by: Any) -> Report:
    """It is right: the page says so from now on, signed by who accepts. What is mended by hand is only noted."""
    locked = _locked(report)
    if locked.state == ReportState.ACCEPTED:
        return locked
    _refuse_over(locked)
    if locked.column not in BY_HAND:
        _correct(locked, by=by)
    return _close(locked, ReportState.ACCEPTED, by=by, reason="")


@transaction.atomic
def decline_report(*, report: Report, by: Any, reason: str) -> Report:
    """The page stays as it is, and why: told to whoever left her address."""
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Donnez la raison en une phrase : elle sera transmise."), field="reason")
    locked = _locked(report)
    if locked.state == ReportState.DECLINED:
        return locked
    _refuse_over(locked)
    return _close(locked, ReportState.DECLINED, by=by, reason=reason.strip())


def _locked(report: Report) -> Report:
    Organisation.objects.select_for_update().get(pk=report.organisation_id)
    return Report.objects.select_related("organisation").get(pk=report.pk)


def _refuse_over(report: Report) -> None:
    if not report.is_open:
        raise RuleBroken(
            "report_over",
            _("Une réponse a déjà été donnée (%(state)s).") % {"state": report.get_state_display().lower()},
        )


def _correct(report: Report, *, by: Any) -> None:
    page = Organisation.objects.get(pk=report.organisation.canonical_id)
    facts: dict[str, Any] = {"name": page.name, report.column: report.says}
    if report.column == Reportable.SIRET:
        facts["siren"] = None  # it is the beginning of the new one
    edit_organisation(organisation=page, by=by, **facts)


def _close(report: Report, state: str, *, by: Any, reason: str) -> Report:
    to, report.email = report.email, ""
    report.state, report.reason, report.decided_at, report.decided_by = state, reason, clock.now(), by
    report.save(update_fields=["state", "reason", "decided_at", "decided_by", "email"])
    record(
        f"organisations.report_{state}", report, by=by, reason=reason,
        audience=audience.key(REPRESENTS, report.organisation.canonical_id),
    )  # fmt: skip
    if to:
        emails.report_answered(report, to)
    return report
