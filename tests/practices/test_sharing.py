"""A sheet is shared by the agreement of those it names, and by nothing else."""

import re

import pytest

from cercles.core import clock
from cercles.core.errors import RuleBroken
from cercles.practices import actions
from cercles.practices.models import PracticeSheet, SheetVersion
from tests.factories.practices import TEXTS, answer, make_public, make_shared, make_sheet, submit


def link_in(mail):
    return re.search(r"http://testserver(/l/\S+)", mail.text).group(1)


def test_what_was_difficult_is_required_before_asking(cast):
    sheet = make_sheet(cast, difficulties="")
    with pytest.raises(RuleBroken) as refusal:
        submit(cast, sheet)
    assert refusal.value.code == "untold"
    assert PracticeSheet.objects.get().state == "draft"


def test_asking_writes_to_the_representative_only(cast, outbox):
    submit(cast, make_sheet(cast))
    assert [mail.to for mail in outbox()] == ["representative@example.org"]


def test_the_last_agreement_shares_to_the_circle_and_freezes_version_one(cast):
    sheet = make_shared(cast)
    assert (sheet.state, sheet.audience) == ("circle", cast.circle.members_audience)
    version = SheetVersion.objects.get()
    assert (version.number, version.texts["title"], version.organisation_names) == (1, TEXTS["title"], ["Val-Fibre"])


def test_agreement_from_the_mail_without_signing_in(cast, outbox, client):
    submit(cast, make_sheet(cast))
    path = link_in(outbox()[0])
    assert client.get(path).status_code == 200
    assert PracticeSheet.objects.get().state == "owner_check"
    assert client.post(path, {"answer": "circle", "asked": 1}).status_code == 302
    assert PracticeSheet.objects.get().state == "circle"
    assert outbox()[1].to == "representative@example.org"
    assert "D’accord pour le cercle" in outbox()[1].text


def test_a_refusal_needs_a_reason_and_keeps_the_sheet_closed(cast):
    sheet = submit(cast, make_sheet(cast))
    with pytest.raises(RuleBroken) as refusal:
        answer(cast, sheet, "declined")
    assert refusal.value.code == "no_reason"
    assert answer(cast, sheet, "declined", "Le chiffre est faux.").state == "owner_check"


def test_a_text_taken_back_and_proposed_again_is_asked_about_again(cast, outbox, client):
    sheet = submit(cast, make_sheet(cast))
    answer(cast, sheet, "declined", "Le chiffre est faux.")
    actions.withdraw_sheet(sheet=sheet, by=cast.member)
    assert client.get(link_in(outbox()[0])).status_code == 410
    submit(cast, sheet)
    asked = [mail for mail in outbox() if mail.subject.startswith("Votre accord pour la fiche")]
    assert [mail.to for mail in asked] == ["representative@example.org", "representative@example.org"]
    assert client.get(link_in(asked[1])).status_code == 200


def test_a_sheet_opens_to_everybody_only_when_all_agreed_to_that(cast):
    with pytest.raises(RuleBroken) as refusal:
        actions.open_sheet(sheet=make_shared(cast), by=cast.member)
    assert refusal.value.code == "not_all_agree"
    assert make_public(cast).audience == "public"


def test_taking_back_the_agreement_brings_a_public_sheet_back_to_its_circle(cast):
    sheet = make_public(cast)
    assert answer(cast, sheet, "circle").audience == cast.circle.members_audience


def test_a_new_text_stays_aside_until_it_is_agreed(cast):
    sheet = make_shared(cast)
    new = {**TEXTS, "title": "Louer la lumière, sans banque"}
    actions.write_sheet(sheet=sheet, by=cast.member, texts=new, organisations=[cast.organisation])
    assert PracticeSheet.objects.get().title == TEXTS["title"]
    actions.submit_sheet(sheet=sheet, by=cast.member, change_note="La banque n’est plus nécessaire.")
    assert PracticeSheet.objects.get().title == TEXTS["title"]
    assert answer(cast, sheet).title == new["title"]
    versions = SheetVersion.objects.order_by("number").values_list("number", "texts__title", "change_note")
    assert list(versions) == [(1, TEXTS["title"], ""), (2, new["title"], "La banque n’est plus nécessaire.")]


def test_the_same_answer_twice_shares_once(cast):
    sheet = make_shared(cast)
    answer(cast, sheet, "circle")
    assert SheetVersion.objects.count() == 1


def test_members_are_told_once_by_the_worker(cast, outbox):
    sheet = make_shared(cast)
    before = len(outbox())
    actions.tell_members(sheet=sheet.pk, version=1)
    actions.tell_members(sheet=sheet.pk, version=1)
    assert [mail.to for mail in outbox()[before:]] == ["facilitator@example.org"]


def test_after_two_years_a_sheet_asks_to_be_refreshed(cast):
    from datetime import timedelta

    from cercles.core import clock

    sheet = make_public(cast)
    with clock.at(clock.now() + timedelta(days=731)):
        actions.find_old_sheets()
        assert PracticeSheet.objects.get().state == "to_refresh"
        actions.confirm_fresh(sheet=sheet, by=cast.member)
    assert PracticeSheet.objects.values_list("state", "audience").get() == ("public", "public")


def test_an_old_public_sheet_whose_owner_takes_back_goes_back_to_its_circle(cast):
    sheet = make_public(cast)
    PracticeSheet.objects.update(state="to_refresh")
    assert answer(cast, sheet, "circle").audience == cast.circle.members_audience


def test_who_no_longer_represents_neither_reads_nor_answers_from_an_old_letter(cast, outbox, client):
    sheet = submit(cast, make_sheet(cast))
    path = link_in(outbox()[-1])
    cast.representative.affiliations.update(until=clock.today())

    pages = [client.get(path), client.post(path, {"answer": "public"})]

    assert [(page.status_code, TEXTS["problem"] in page.content.decode()) for page in pages] == [(410, False)] * 2
    assert "Ce n’est plus à vous de le faire" in pages[0].content.decode().replace("\u00a0", " ")
    assert sheet.approvals.get().state == "waiting"
