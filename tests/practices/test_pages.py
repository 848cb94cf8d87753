"""The pages: what is typed is kept, files are checked, lists stay cheap."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cercles.core.errors import RuleBroken
from cercles.practices import actions
from cercles.practices.models import Attachment, PracticeSheet
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.factories.practices import TEXTS, make_public, make_shared


def test_a_form_with_an_error_keeps_what_was_typed(cast, client_of):
    path = reverse("practices:start", args=[cast.circle.slug])
    page = client_of(cast.member).post(
        path, {"title": "", "problem": "Notre four tombe en panne.", "licence": "cc-by-4.0"}
    )
    assert page.status_code == 422
    assert "Notre four tombe en panne." in page.content.decode()
    assert PracticeSheet.objects.count() == 0


def test_a_form_with_nobody_to_name_says_what_to_do(cast, client_of):
    cast.circle.memberships.update(organisation=None)
    page = client_of(cast.facilitator).get(reverse("practices:start", args=[cast.circle.slug])).content.decode()
    assert "ou demandez aux membres de dire pour laquelle ils sont là." in page


def test_html_in_every_text_is_shown_as_text(cast, client_of):
    bad = "<script>alert(1)</script>"
    texts = dict.fromkeys(("title", "problem", "what_was_done", "difficulties", "results", "transfer", "contact"), bad)
    sheet = actions.start_sheet(circle=cast.circle, by=cast.member, texts=texts, organisations=[cast.organisation])
    page = client_of(cast.member).get(reverse("practices:detail", args=[sheet.ref])).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("film.mp4", b"....", "unknown_kind"),
        ("notes.pdf", b"PK\x03\x04....", "not_its_name"),
        ("notes.txt", b"ab\x00cd", "not_its_name"),
        ("gros.pdf", b"%PDF-" + b"0" * (30 * 1024 * 1024), "too_big"),
    ],
)
def test_a_file_that_cannot_be_kept_says_why(cast, name, content, code):
    with pytest.raises(RuleBroken) as refusal:
        actions.attach_file(sheet=make_shared(cast), by=cast.member, file=SimpleUploadedFile(name, content))
    assert refusal.value.code == code
    assert Attachment.objects.count() == 0


def test_the_list_costs_the_same_for_one_sheet_and_for_three(cast, client_of, queries):
    browser = client_of(cast.account)
    make_public(cast)
    browser.get(reverse("practices:list"))
    with queries(LIST_QUERIES):
        browser.get(reverse("practices:list"))
    make_public(cast), make_public(cast)
    with queries(LIST_QUERIES):
        page = browser.get(reverse("practices:list"))
    assert page.content.decode().count(TEXTS["title"]) == 3


LIST_QUERIES = 10


def test_what_is_due_is_told_to_the_representative(cast):
    from cercles.practices.adapters import due
    from tests.factories.practices import make_sheet, submit

    sheet = submit(cast, make_sheet(cast))
    items = [(item.label, item.url) for item in due(cast.representative)]
    assert items == [("Lire et répondre", reverse("practices:approve", args=[sheet.ref, sheet.approvals.get().pk]))]
    assert due(cast.account) == []


DETAIL_QUERIES = 16


@pytest.mark.parametrize("count", [1, 3])
def test_a_sheet_costs_the_same_for_one_reuse_and_for_three(cast, client_of, queries, count):
    sheet, browser = make_public(cast), client_of(cast.account)
    for number in range(count):
        other = OrganisationFactory(name=f"Mécano-Ouest {number}")
        AffiliationFactory(person=cast.facilitator, organisation=other)
        actions.declare_reuse(sheet=sheet, by=cast.facilitator, organisation=other, outcome="tried", result="Bien.")
    path = reverse("practices:detail", args=[sheet.ref])
    browser.get(path)
    with queries(DETAIL_QUERIES):
        page = browser.get(path).content.decode()
    assert page.count(">Mécano-Ouest") == count


def test_the_page_leads_who_represents_to_her_answer(cast, client_of):
    from tests.factories.practices import answer, make_sheet, submit

    sheet = submit(cast, make_sheet(cast))
    page, act = (
        reverse("practices:detail", args=[sheet.ref]),
        reverse("practices:approve", args=[sheet.ref, sheet.approvals.get().pk]),
    )
    waits = client_of(cast.representative).get(page).content.decode()
    assert (f'href="{act}"' in waits, "Lire et répondre" in waits) == (True, True)
    answer(cast, sheet, "circle")
    said = client_of(cast.representative).get(page).content.decode()
    assert "Vous avez répondu\xa0: d’accord pour le cercle." in said
    assert act not in client_of(cast.facilitator).get(page).content.decode()


def test_an_organisation_shows_what_it_told_and_what_it_took_up(cast, client, client_of):
    sheet, other = make_public(cast), OrganisationFactory(name="Mécano-Ouest")
    AffiliationFactory(person=cast.facilitator, organisation=other)
    reuse = actions.declare_reuse(
        sheet=sheet, by=cast.facilitator, organisation=other, outcome="gave_up", result="Pas de banque."
    )
    hidden = make_shared(cast)
    address = reverse("practices:reuse_detail", args=[sheet.ref, reuse.ref])
    told = client.get(cast.organisation.get_absolute_url()).content.decode()
    assert (sheet.get_absolute_url() in told, hidden.get_absolute_url() in told) == (True, False)
    told = client.get(other.get_absolute_url()).content.decode()
    assert (address in told, "Pas de banque." in told) == (True, True)
    assert (
        hidden.get_absolute_url() in client_of(cast.member).get(cast.organisation.get_absolute_url()).content.decode()
    )


def test_a_reuse_leads_to_the_sheet_told_of_it(cast, client_of):
    sheet, other = make_shared(cast), OrganisationFactory(name="Mécano-Ouest")
    AffiliationFactory(person=cast.facilitator, organisation=other)
    reuse = actions.declare_reuse(
        sheet=sheet, by=cast.facilitator, organisation=other, outcome="adapted", what_changed="Loyer trimestriel."
    )
    address = reverse("practices:reuse_detail", args=[sheet.ref, reuse.ref])
    start = f"{reverse('practices:start', args=[cast.circle.slug])}?reprise={reuse.ref}"
    assert start in client_of(cast.facilitator).get(address).content.decode()
    assert start not in client_of(cast.member).get(address).content.decode()
    assert client_of(cast.member).get(start).status_code == 404
    form = client_of(cast.facilitator).get(start).context["form"]
    assert (form.initial["what_was_done"], form.initial["organisations"]) == ("Loyer trimestriel.", [other])
    client_of(cast.facilitator).post(start, {**TEXTS, "organisations": [other.pk], "licence": "cc-by-4.0"})
    told = PracticeSheet.objects.get(author=cast.facilitator)
    page = client_of(cast.facilitator).get(told.get_absolute_url()).content.decode()
    assert page.index(sheet.get_absolute_url()) < page.index(address)


def test_html_in_a_reuse_or_a_refusal_is_shown_as_text(cast, client_of):
    from tests.factories.practices import answer, make_sheet, submit

    bad = "<img src=x onerror=alert(1)>"
    sheet, other = make_shared(cast), OrganisationFactory(name=f"Mécano {bad}")
    AffiliationFactory(person=cast.facilitator, organisation=other)
    reuse = actions.declare_reuse(
        sheet=sheet, by=cast.facilitator, organisation=other, outcome="adapted", where=bad, what_changed=bad, result=bad
    )
    refused = submit(cast, make_sheet(cast))
    answer(cast, refused, "declined", bad)
    pages = [
        sheet.get_absolute_url(), refused.get_absolute_url(), other.get_absolute_url(),
        reverse("practices:reuse_detail", args=[sheet.ref, reuse.ref]), "/fiches/",
    ]  # fmt: skip
    assert ["<img" in client_of(cast.member).get(path).content.decode() for path in pages] == [False] * 5


def test_a_circle_s_sheets_begin_there_and_lead_back(cast, client_of):
    page = client_of(cast.member).get(reverse("practices:list"), {"circle": cast.circle.slug}).content.decode()
    assert f'href="{reverse("practices:start", args=[cast.circle.slug])}"' in page
    assert f'href="{reverse("circles:detail", args=[cast.circle.slug])}">Revenir au cercle' in page
    page = client_of(cast.account).get(reverse("practices:list"), {"circle": cast.circle.slug}).content.decode()
    assert "Écrire une fiche" not in page


def test_a_page_of_the_list_mixes_both_reasons_to_see_a_sheet(cast):
    """By its audience, or because one answers for an organisation it names: newest first, whatever the reason."""
    from django.core.paginator import Paginator

    from cercles.practices.queries import sheets_for
    from tests.factories.practices import make_sheet, submit

    sheets = [make_public(cast), submit(cast, make_sheet(cast)), make_public(cast), submit(cast, make_sheet(cast))]
    newest = list(PracticeSheet.objects.visible_to(cast.representative).values_list("pk", flat=True))
    assert {sheet.pk for sheet in sheets} == set(newest)
    pages = Paginator(sheets_for(cast.representative), 3)
    assert [[sheet.pk for sheet in page] for page in pages] == [newest[:3], newest[3:]]
    assert pages.count == 4
    assert [sheet.pk for sheet in sheets_for(cast.account)[0:9]] == [
        pk for pk in newest if pk in (sheets[0].pk, sheets[2].pk)
    ]
