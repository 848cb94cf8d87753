"""What is shared is what was agreed: the next version waits aside, whole, and is asked about as it stands."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cercles.core.errors import RuleBroken
from cercles.practices import actions
from cercles.practices.models import Attachment, PracticeSheet, Reuse, SheetVersion
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.factories.practices import TEXTS, answer, make_public, make_shared, make_sheet, submit
from tests.factories.references import TermFactory

NEW = {**TEXTS, "title": "Louer la lumière, sans banque"}


def write(cast, sheet, **other):
    facts = {"texts": NEW, "organisations": [cast.organisation], **other}
    return actions.write_sheet(sheet=sheet, by=cast.member, **facts)


def ask(cast, sheet):
    return actions.submit_sheet(sheet=sheet, by=cast.member, change_note="Sans banque.")


def answers(sheet):
    return list(sheet.approvals.values_list("state", "kept"))


def test_a_text_that_is_asked_about_does_not_move(cast, client_of):
    sheet = submit(cast, make_sheet(cast))
    with pytest.raises(RuleBroken) as refusal:
        write(cast, sheet)
    assert refusal.value.code == "being_asked"
    with pytest.raises(RuleBroken) as refusal:
        actions.attach_file(sheet=sheet, by=cast.member, file=SimpleUploadedFile("a.txt", b"a"))
    assert refusal.value.code == "being_asked"
    browser = client_of(cast.member)
    page = browser.get(reverse("practices:detail", args=[sheet.ref])).content.decode()
    assert ("Revenir au brouillon" in page, "Modifier le texte" in page) == (True, False)
    assert browser.get(reverse("practices:edit", args=[sheet.ref])).status_code == 404


def test_an_old_letter_does_not_share_a_text_that_was_not_asked_about(cast):
    sheet = make_shared(cast)
    write(cast, sheet)
    assert answer(cast, sheet, "public").title == TEXTS["title"]
    assert SheetVersion.objects.count() == 1


def test_an_old_letter_shows_the_shared_text_while_the_next_is_written(cast, client_of):
    sheet = make_shared(cast)
    write(cast, sheet, texts={**NEW, "problem": "Un secret de fabrication."})
    page = client_of(cast.representative).get(reverse("practices:approve", args=[sheet.ref, sheet.approvals.get().pk]))
    assert "secret" not in page.content.decode()


def test_written_again_it_is_asked_about_again(cast, client_of):
    sheet = make_shared(cast)
    write(cast, sheet)
    ask(cast, sheet)
    write(cast, sheet, texts={**NEW, "title": "Encore autre chose"})
    with pytest.raises(RuleBroken) as refusal:
        answer(cast, sheet)
    assert refusal.value.code == "not_asked"
    path = reverse("practices:approve", args=[sheet.ref, sheet.approvals.get().pk])
    assert client_of(cast.representative).get(path).status_code == 404
    ask(cast, sheet)
    assert answer(cast, sheet).title == "Encore autre chose"


def test_licence_place_models_and_goals_wait_with_the_text(cast):
    sheet, model, goal = make_public(cast), TermFactory(vocabulary="economic_model"), TermFactory(vocabulary="sdg")
    write(cast, sheet, licence="none", economic_models=[model], goals=[goal])
    kept = PracticeSheet.objects.get()
    assert (kept.licence, kept.economic_models.count(), kept.goals.count()) == ("cc-by-4.0", 0, 0)
    ask(cast, sheet)
    kept = answer(cast, sheet, "public")
    assert (kept.licence, list(kept.economic_models.all()), list(kept.goals.all())) == ("none", [model], [goal])
    assert SheetVersion.objects.values_list("number", "licence", "sorted_by").first() == (
        2, "none", [model.label, goal.label],
    )  # fmt: skip


def test_a_shared_sheet_names_nobody_else(cast, client_of):
    sheet, other = make_public(cast), OrganisationFactory(name="Mécano-Ouest")
    with pytest.raises(RuleBroken) as refusal:
        write(cast, sheet, organisations=[cast.organisation, other])
    assert refusal.value.code == "named_once"
    form = client_of(cast.member).get(reverse("practices:edit", args=[sheet.ref])).context["form"]
    assert "organisations" not in form.fields


def test_a_file_joined_to_a_shared_sheet_waits_for_the_agreement(cast, client, client_of):
    sheet = make_public(cast)
    file = actions.attach_file(sheet=sheet, by=cast.member, file=SimpleUploadedFile("plan.txt", b"Un plan."))
    assert (reads(client, file), reads(client_of(cast.member), file)) == ((False, 404), (True, 200))
    ask(cast, sheet)
    answer(cast, sheet, "public")
    assert reads(client, file) == (True, 200)


def reads(browser, file):
    """Its name on the page of its sheet, and its own address."""
    page = browser.get(reverse("practices:detail", args=[file.sheet.ref])).content.decode()
    got = browser.get(reverse("practices:file", args=[file.sheet.ref, file.ref]))
    if got.streaming:
        b"".join(got.streaming_content)
    return file.name in page, got.status_code


def test_giving_up_the_next_version_leaves_what_was_agreed(cast):
    sheet = make_public(cast)
    write(cast, sheet)
    actions.attach_file(sheet=sheet, by=cast.member, file=SimpleUploadedFile("plan.txt", b"Un plan."))
    ask(cast, sheet)
    assert answers(sheet) == [("waiting", "public")]
    answer(cast, sheet, "declined", "Nous ne voulons pas.")
    assert PracticeSheet.objects.get().audience == "public"
    actions.give_up_pending(sheet=sheet, by=cast.member)
    kept = PracticeSheet.objects.get()
    assert (kept.state, kept.title, kept.pending, kept.asked_at) == ("public", TEXTS["title"], None, None)
    assert (answers(sheet), Attachment.objects.count()) == ([("public", "public")], 0)


def test_who_no_longer_agrees_at_all_takes_the_sheet_back_with_its_reuses(cast, client_of):
    sheet, other = make_public(cast), OrganisationFactory(name="Mécano-Ouest")
    AffiliationFactory(person=cast.facilitator, organisation=other)
    actions.declare_reuse(sheet=sheet, by=cast.facilitator, organisation=other, outcome="tried")
    taken = answer(cast, sheet, "declined", "Le chiffre est faux.")
    assert (taken.state, taken.visibility) == ("owner_check", "private")
    assert Reuse.objects.values_list("visibility", "audience").get() == ("private", f"person:{cast.member.pk}")
    assert client_of(cast.facilitator).get(reverse("practices:detail", args=[sheet.ref])).status_code == 404
    back = answer(cast, sheet, "circle")
    assert (back.state, back.visibility, SheetVersion.objects.count()) == ("circle", "circle", 1)
    assert Reuse.objects.values_list("audience", flat=True).get() == cast.circle.members_audience


def test_what_was_being_written_stays_with_its_author_when_the_sheet_is_taken_back(cast):
    sheet = make_shared(cast)
    write(cast, sheet)
    taken = answer(cast, sheet, "declined", "Le chiffre est faux.")
    assert (taken.state, taken.title, taken.pending) == ("draft", NEW["title"], None)


def test_a_correction_is_asked_for_with_its_reason_and_reaches_the_author(cast, outbox):
    sheet = submit(cast, make_sheet(cast))
    with pytest.raises(RuleBroken) as refusal:
        answer(cast, sheet, "changes")
    assert refusal.value.code == "no_reason"
    assert answer(cast, sheet, "changes", "Dix-huit mois, pas douze.").state == "owner_check"
    told = next(mail for mail in outbox() if mail.to == cast.member.email)
    assert told.subject == "Val-Fibre demande une correction de la fiche"
    assert "Dix-huit mois, pas douze." in told.text


def test_one_agrees_to_the_text_one_has_read(cast, outbox, client):
    sheet = submit(cast, make_sheet(cast))
    actions.withdraw_sheet(sheet=sheet, by=cast.member)
    write(cast, sheet)
    submit(cast, sheet)
    path = re.search(r"http://testserver(/l/\S+)", outbox()[-1].text).group(1)
    page = client.post(path, {"answer": "changes", "reason": "Corrigez l’année.", "asked": 1})
    text = page.content.decode().replace("\u00a0", " ")
    assert (page.status_code, "Le texte a changé pendant votre lecture" in text) == (422, True)
    assert ("Corrigez l’année." in text, 'name="asked" value="2"' in text) == (True, True)
    assert sheet.approvals.get().state == "waiting"
    assert client.post(path, {"answer": "circle", "asked": 2}).status_code == 302
    assert PracticeSheet.objects.get().state == "circle"


def test_each_version_is_cited_at_its_own_address(cast, client_of):
    sheet = make_shared(cast)
    write(cast, sheet)
    ask(cast, sheet)
    answer(cast, sheet)
    page = client_of(cast.facilitator).get(reverse("practices:detail", args=[sheet.ref])).content.decode()
    page = page.replace("\u00a0", " ").replace("\u202f", " ")
    address = f"http://testserver/fiches/{sheet.ref}/versions/2/"
    year = sheet.created_at.year
    assert (
        f"Val-Fibre, « {NEW['title']} », fiche pratique, version 2, {year}, CC BY 4.0. {address}" in page,
        "Sans banque." in page, f"/fiches/{sheet.ref}/versions/1/" in page,
    ) == (True, True, True)  # fmt: skip


def test_why_it_was_archived_is_said_on_it(cast, client_of):
    sheet = make_shared(cast)
    write(cast, sheet)
    actions.archive_sheet(sheet=sheet, by=cast.member, reason="Refaite ailleurs.")
    page = client_of(cast.facilitator).get(reverse("practices:detail", args=[sheet.ref])).content.decode()
    assert "Refaite ailleurs." in page
    assert PracticeSheet.objects.values_list("state", "pending").get() == ("archived", None)


def test_members_are_told_what_changes_in_a_next_version(cast, outbox):
    sheet = make_shared(cast)
    write(cast, sheet)
    ask(cast, sheet)
    answer(cast, sheet)
    actions.tell_members(sheet=sheet.pk, version=2)
    told = outbox()[-1]
    text = f"{told.subject} {told.text}".replace("\u00a0", " ")
    assert ("Nouvelle version : Louer" in text, "Ce qui change : Sans banque." in text) == (True, True)
