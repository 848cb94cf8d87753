"""« Je représente cette organisation »: asked, answered, contested."""

from typing import Any

import pytest

from cercles.core.errors import RuleBroken
from cercles.core.links import token
from cercles.journal.models import Entry
from cercles.organisations import actions
from cercles.organisations.models import Affiliation, Claim, Organisation
from cercles.organisations.rules import can_decide_claim, is_representative
from cercles.people.models import User
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory


def _asked(cast: Cast) -> Claim:
    return actions.ask_to_represent(organisation=OrganisationFactory(), by=cast.account, message="Directrice.")


def _on_domain(cast: Cast) -> User:
    cast.organisation.website = "https://www.example.org"
    cast.organisation.save()
    return cast.account  # account@example.org


def _letters(outbox: Any) -> list[tuple[str, str]]:
    return [(mail.to, mail.subject) for mail in outbox()]


def test_a_request_is_sent_to_administrators(cast: Cast, outbox: Any) -> None:
    claim = _asked(cast)

    assert claim.state == "asked"
    assert not is_representative(cast.person("account"), claim.organisation)
    assert _letters(outbox) == [
        ("administrator@example.org", f"Aline Compte demande à représenter {claim.organisation.name}")
    ]


def test_and_to_those_who_represent_it_already(cast: Cast, outbox: Any) -> None:
    actions.ask_to_represent(organisation=cast.organisation, by=cast.account)

    assert [mail.to for mail in outbox()] == ["representative@example.org", "administrator@example.org"]


def test_asking_twice_is_asking_once(cast: Cast, outbox: Any) -> None:
    first = _asked(cast)

    again = actions.ask_to_represent(organisation=first.organisation, by=cast.account)

    assert again == first
    assert len(outbox()) == 1


def test_who_represents_already_has_nothing_to_ask(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="already_representative"):
        actions.ask_to_represent(organisation=cast.organisation, by=cast.representative)


def test_confirmed_it_makes_a_representative_and_tells_her(cast: Cast, outbox: Any) -> None:
    claim = _asked(cast)

    claim = actions.confirm_claim(claim=claim, by=cast.administrator)

    assert (claim.state, claim.decided_by) == ("confirmed", cast.administrator)
    assert is_representative(cast.person("account"), claim.organisation)
    assert outbox()[-1].to == "account@example.org"
    assert "Vous représentez maintenant" in outbox()[-1].text


def test_confirming_twice_is_the_same_answer(cast: Cast, outbox: Any) -> None:
    claim = _asked(cast)
    actions.confirm_claim(claim=claim, by=cast.administrator)
    sent = len(outbox())

    actions.confirm_claim(claim=claim, by=cast.administrator)

    assert Affiliation.objects.filter(person=cast.account).count() == 1
    assert len(outbox()) == sent


def test_declined_with_its_reason(cast: Cast, outbox: Any) -> None:
    claim = actions.decline_claim(claim=_asked(cast), by=cast.administrator, reason="Adresse personnelle.")

    assert (claim.state, claim.reason) == ("declined", "Adresse personnelle.")
    assert "Adresse personnelle." in outbox()[-1].text


def test_no_refusal_without_a_reason(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="reason_missing"):
        actions.decline_claim(claim=_asked(cast), by=cast.administrator, reason=" ")


def test_a_declined_request_is_asked_anew_not_confirmed(cast: Cast) -> None:
    claim = actions.decline_claim(claim=_asked(cast), by=cast.administrator, reason="Non.")

    with pytest.raises(RuleBroken, match="claim_over"):
        actions.confirm_claim(claim=claim, by=cast.administrator)

    assert actions.ask_to_represent(organisation=claim.organisation, by=cast.account) != claim


def test_an_address_on_the_domain_confirms_at_once_and_tells_the_others(cast: Cast, outbox: Any) -> None:
    claim = actions.ask_to_represent(organisation=cast.organisation, by=_on_domain(cast))

    assert claim.state == "confirmed"
    assert is_representative(cast.person("account"), cast.organisation)
    assert Entry.objects.filter(verb="organisations.represented", object_id=cast.organisation.pk).count() == 1
    assert [mail.to for mail in outbox()] == ["account@example.org", "representative@example.org"]


def test_an_address_nobody_has_proven_confirms_nothing(cast: Cast) -> None:
    person = _on_domain(cast)
    person.state = "invited"

    assert actions.ask_to_represent(organisation=cast.organisation, by=person).state == "asked"


def test_one_does_not_vouch_for_oneself_with_a_site_one_has_written(cast: Cast) -> None:
    mine = actions.create_organisation(by=cast.account, name="Val-Fibre bis", website="https://example.org")

    assert actions.ask_to_represent(organisation=mine, by=cast.account).state == "asked"


def test_a_representative_contests_and_the_role_is_suspended(cast: Cast, outbox: Any) -> None:
    claim = actions.ask_to_represent(organisation=cast.organisation, by=_on_domain(cast))

    claim = actions.contest_claim(claim=claim, by=cast.representative, reason="Elle est partie en mai.")

    assert claim.state == "contested"
    assert not is_representative(cast.person("account"), cast.organisation)
    assert [mail.to for mail in outbox()][-2:] == ["account@example.org", "administrator@example.org"]
    assert "Elle est partie en mai." in outbox()[-1].text


def test_an_administrator_settles_a_contested_request(cast: Cast) -> None:
    claim = actions.ask_to_represent(organisation=cast.organisation, by=_on_domain(cast))
    actions.contest_claim(claim=claim, by=cast.representative, reason="Erreur ?")

    actions.confirm_claim(claim=claim, by=cast.administrator)

    assert is_representative(cast.person("account"), cast.organisation)


def test_who_asked_may_withdraw(cast: Cast) -> None:
    assert actions.withdraw_claim(claim=_asked(cast), by=cast.account).state == "withdrawn"


# From a mail


def _link(mail: Any) -> str:
    return "/l/" + mail.text.partition("/l/")[2].split()[0]


def test_the_mail_s_link_answers_for_its_person(cast: Cast, outbox: Any, client: Any) -> None:
    claim = _asked(cast)
    path = _link(outbox()[0])

    assert "Directrice." in client.get(path).content.decode()
    refused = client.post(path, {"answer": "decline", "reason": ""})
    done = client.post(path, {"answer": "confirm"}, follow=True)

    assert refused.status_code == 422
    assert f"Vous avez confirmé que Aline Compte représente {claim.organisation.name}." in done.content.decode()
    assert is_representative(cast.person("account"), claim.organisation)
    assert outbox()[-1].to == "administrator@example.org"


def test_who_has_left_since_neither_reads_nor_answers(cast: Cast, outbox: Any, client: Any) -> None:
    actions.ask_to_represent(organisation=cast.organisation, by=cast.account, message="Directrice.")
    path = _link(next(mail for mail in outbox() if mail.to == "representative@example.org"))
    actions.end_affiliation(affiliation=Affiliation.objects.get(person=cast.representative), by=cast.representative)

    pages = [client.get(path), client.post(path, {"answer": "confirm"})]

    assert [(page.status_code, "Directrice." in page.content.decode()) for page in pages] == [(410, False)] * 2
    assert Claim.objects.get().state == "asked"


def test_nobody_confirms_her_own_request_by_a_link(cast: Cast, client: Any) -> None:
    claim = actions.ask_to_represent(organisation=cast.organisation, by=cast.administrator)

    page = client.post("/l/" + token("organisations.decide", claim, cast.administrator), {"answer": "confirm"})

    assert (page.status_code, Claim.objects.get().state) == (410, "asked")


def test_contesting_from_a_mail_asks_for_a_reason(cast: Cast, outbox: Any, client: Any) -> None:
    actions.ask_to_represent(organisation=cast.organisation, by=_on_domain(cast))
    path = _link(next(mail for mail in outbox() if mail.to == "representative@example.org"))

    assert client.post(path, {"reason": ""}).status_code == 422
    client.post(path, {"reason": "Inconnue ici."})

    assert Claim.objects.get().state == "contested"
    assert sorted(mail.to for mail in outbox()[-3:]) == [
        "account@example.org", "administrator@example.org", "representative@example.org",
    ]  # fmt: skip


# At the size of a register


def test_what_has_ended_is_claimed_through_an_administrator_only(cast: Cast) -> None:
    account = _on_domain(cast)
    Organisation.objects.filter(pk=cast.organisation.pk).update(state="dissolved")

    claim = actions.ask_to_represent(organisation=cast.organisation, by=account)

    assert claim.state == "asked"
    may = {person: can_decide_claim(cast.person(person), claim) for person in ("representative", "administrator")}
    assert may == {"representative": False, "administrator": True}


def test_a_site_that_was_pointed_out_proves_nothing(cast: Cast) -> None:
    page = OrganisationFactory(source="sirene")
    report = actions.report_error(organisation=page, column="website", says="https://example.org")
    actions.accept_report(report=report, by=cast.administrator)

    assert actions.ask_to_represent(organisation=page, by=cast.account).state == "asked"


def test_who_waits_reads_what_comes_next(cast: Cast, client_of: Any) -> None:
    claim = _asked(cast)

    html = client_of(cast.account).get(claim.get_absolute_url()).content.decode()
    assert "La réponse vous viendra par courriel." in html
    assert (
        "Votre demande attend une réponse"
        in client_of(cast.account).get(claim.organisation.get_absolute_url()).content.decode()
    )
