"""« Signaler une erreur »: anybody says it, those who keep the page answer, whoever said it learns what became of it."""

from typing import Any

import pytest

from cercles.core.errors import RuleBroken
from cercles.core.links import token
from cercles.organisations.actions import accept_report, decline_report, merge_organisations, report_error
from cercles.organisations.adapters import personal, slots
from cercles.organisations.models import Organisation, Report
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory

SIRET = "80746931700018"


def _reported(page: Organisation, **more: Any) -> Report:
    said = {"column": "address", "says": "1 rue du Pont", "email": "maud@example.org", **more}
    return report_error(organisation=page, **said)


def _post(client: Any, page: Organisation, **more: str) -> Any:
    said = {"column": "address", "says": "1 rue du Pont", "proof": "", "email": "", **more}
    return client.post(f"{page.get_absolute_url()}signaler/", said)


def test_a_stranger_says_it_and_the_representatives_are_told(cast: Cast, client: Any, outbox: Any) -> None:
    assert _post(client, cast.organisation, email="maud@example.org").status_code == 302

    (mail,) = outbox()
    assert (mail.to, "1 rue du Pont" in mail.text, "maud@" in mail.text) == ("representative@example.org", True, False)
    assert [item.title for item in slots.due(cast.representative)] == ["On signale une erreur sur la page de Val-Fibre"]
    assert [item.title for item in slots.due(cast.administrator)] == []


def test_of_a_page_that_nobody_keeps_the_administrators_are_told(cast: Cast, outbox: Any) -> None:
    _reported(OrganisationFactory())

    assert [mail.to for mail in outbox()] == ["administrator@example.org"]
    assert len(slots.due(cast.administrator)) == 1


def test_accepted_the_page_says_so_and_knows_from_whom(cast: Cast, outbox: Any) -> None:
    accept_report(report=_reported(cast.organisation), by=cast.representative)

    page, report = Organisation.objects.get(pk=cast.organisation.pk), Report.objects.get()
    assert (page.address, page.written_by("address").hand) == ("1 rue du Pont", "representative")
    assert (report.state, report.email) == ("accepted", "")
    assert (outbox()[-1].to, "est corrigée" in outbox()[-1].text) == ("maud@example.org", True)


def test_declined_with_its_reason(cast: Cast, outbox: Any) -> None:
    report = _reported(cast.organisation)
    with pytest.raises(RuleBroken, match="reason_missing"):
        decline_report(report=report, by=cast.representative, reason=" ")

    decline_report(report=report, by=cast.representative, reason="Nous avons déménagé.")

    assert Organisation.objects.get(pk=cast.organisation.pk).address == ""
    assert "Nous avons déménagé." in outbox()[-1].text
    assert (Report.objects.get().reason, Report.objects.get().email) == ("Nous avons déménagé.", "")


def test_answered_twice_is_answered_once_and_the_other_answer_comes_too_late(cast: Cast, outbox: Any) -> None:
    report = _reported(cast.organisation)
    for _ in range(2):
        accept_report(report=report, by=cast.representative)
    with pytest.raises(RuleBroken, match="report_over"):
        decline_report(report=report, by=cast.representative, reason="Non.")

    assert len(outbox()) == 2


def test_a_siret_brings_its_siren(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.organisation.pk).update(siren="552100554")

    accept_report(report=_reported(cast.organisation, column="siret", says=SIRET), by=cast.representative)

    page = Organisation.objects.get(pk=cast.organisation.pk)
    assert (page.siret, page.siren) == (SIRET, SIRET[:9])


def test_what_is_mended_by_hand_is_only_noted(cast: Cast) -> None:
    accept_report(report=_reported(cast.organisation, column="ended", says="Dissoute."), by=cast.representative)

    assert Organisation.objects.get(pk=cast.organisation.pk).provenance == {}


@pytest.mark.parametrize(
    ("column", "says"),
    [("siret", "123"), ("website", "pas une adresse"), ("post_code", "4520"), ("name", "x" * 256), ("says", "")],
)
def test_what_could_not_be_accepted_is_refused_at_once(cast: Cast, client: Any, column: str, says: str) -> None:
    assert _post(client, cast.organisation, column=column, says=says).status_code == 422
    assert not Report.objects.exists()


def test_said_twice_is_said_once_and_a_flood_is_stopped(cast: Cast) -> None:
    assert _reported(cast.organisation) == _reported(cast.organisation)

    for number in range(2, 21):
        _reported(cast.organisation, says=f"{number} rue du Pont")
    with pytest.raises(RuleBroken, match="too_many_reports"):
        _reported(cast.organisation, says="21 rue du Pont")


def test_one_computer_does_not_flood_everybody(cast: Cast, client: Any, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"ask_as_visitor": "1/h/ip"}
    assert _post(client, cast.organisation).status_code == 302

    refused = _post(client, OrganisationFactory())
    assert (refused.status_code, "1 rue du Pont" in refused.content.decode()) == (422, True)


def test_from_the_mail_without_signing_in(cast: Cast, client: Any, outbox: Any) -> None:
    report = _reported(cast.organisation)
    path = f"/l/{token('organisations.report', report, cast.representative)}"

    client.get(path)
    assert Report.objects.get().is_open
    client.post(path, {"answer": "accept"})

    assert Organisation.objects.get(pk=cast.organisation.pk).address == "1 rue du Pont"
    assert [mail.to for mail in outbox()][-2:] == ["maud@example.org", "representative@example.org"]


def test_said_of_a_duplicate_it_is_for_the_page_that_speaks(cast: Cast) -> None:
    double = OrganisationFactory()
    report = _reported(double)
    merge_organisations(duplicate=double, into=cast.organisation, reason="Doublon.", by=cast.administrator)

    assert list(Report.objects.visible_to(cast.person("representative"))) == [report]
    assert list(Report.objects.visible_to(cast.administrator)) == []
    accept_report(report=report, by=cast.person("representative"))
    assert Organisation.objects.get(pk=cast.organisation.pk).address == "1 rue du Pont"


def test_through_its_pages(cast: Cast, client_of: Any) -> None:
    report, browser = _reported(cast.organisation), client_of(cast.representative)

    html = browser.get(report.get_absolute_url()).content.decode()
    assert ("1 rue du Pont" in html, "maud@" in html) == (True, False)
    assert browser.post(f"{report.get_absolute_url()}refuser/", {"reason": ""}).status_code == 422
    assert browser.post(f"{report.get_absolute_url()}accepter/").url == cast.organisation.get_absolute_url()


@pytest.mark.parametrize("reports", [1, 3])
def test_the_queries_of_the_list_do_not_grow(cast: Cast, client_of: Any, queries: Any, reports: int) -> None:
    for number in range(reports):
        _reported(cast.organisation, says=f"{number} rue du Pont")
    browser = client_of(cast.representative)

    with queries(3):
        browser.get("/organisations/signalements/")


def test_who_said_it_takes_her_name_and_address_away(cast: Cast) -> None:
    report = _reported(cast.organisation, by=cast.account)
    assert personal.export(cast.account)["Erreurs signalées"][0]["says"] == "1 rue du Pont"

    personal.erase(cast.account)

    report.refresh_from_db()
    assert (report.person, report.email, report.says) == (None, "", "1 rue du Pont")
