"""The pages where a person settles what imports left: rows in doubt, places to find."""

from typing import Any

import pytest
from django.urls import reverse

from cercles.core.errors import RuleBroken
from cercles.journal.models import Entry
from cercles.organisations.actions.imports import place
from cercles.organisations.actions.imports.places import Places
from cercles.organisations.actions.imports.registers import Rna
from cercles.organisations.adapters.left import left_by_imports
from cercles.organisations.models import DuplicatePair, ImportDoubt, Organisation
from cercles.organisations.queries import imports
from cercles.search.models import Change
from cercles.territories.models import PlaceName
from tests.cast import Cast
from tests.factories.organisations import AffiliationFactory, ImportRunFactory, OrganisationFactory
from tests.organisations.files import plain
from tests.organisations.registers import rna

DOUBTS, PLACES = reverse("organisations:doubts"), reverse("organisations:unplaced")
NOWHERE = "99999 NULLEVILLE"


def _text(response: Any) -> str:
    return plain(response.content.decode())


def _doubts(count: int, seat: Any = None, **more: Any) -> list[ImportDoubt]:
    run = ImportRunFactory(layout="rna", file_name="rna.zip", state="done", doubtful=count)
    return [
        run.doubts.create(
            source="rna", key=f"W69100{n:04}", kind="name", line=n, cells=_EMPTY | rna(n) | more,
            organisation=OrganisationFactory(name=f"Association numéro {n}", seat=seat),
        )
        for n in range(1, count + 1)
    ]  # fmt: skip


_EMPTY = dict.fromkeys(Rna.columns, "")


# Rows in doubt


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_of_doubts_asks_the_same_number_of_queries(
    cast: Cast, client_of: Any, queries: Any, alone: None, count: int
) -> None:
    _doubts(count)
    browser = client_of(cast.administrator)

    with queries(7):
        assert _text(browser.get(DOUBTS)).count("rna.zip, ligne") == count


@pytest.mark.usefixtures("terms")
def test_opening_a_doubt_reads_neither_every_place_nor_more_with_more_doubts(
    cast: Cast, client_of: Any, places: Any, queries: Any, alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubt = _doubts(20, places["69123"])[0]
    read: list[str] = []
    browser = client_of(cast.administrator)
    monkeypatch.setattr("cercles.territories.queries.resolve.place_names", lambda near=None: _told(read, near))

    with queries(10):
        page = _text(browser.get(doubt.get_absolute_url()))

    assert read == ["near"], "every name was read for one row"
    assert "ASSOCIATION NUMERO 1" in page
    assert "Lyon" in page


def _told(read: list[str], near: Any) -> Any:
    read.append("every name" if near is None else "near")
    found = PlaceName.objects.filter(near, kind="commune").values_list(
        "key", "rank", "place_id", "place__departement_code"
    )
    return list(found)


@pytest.mark.parametrize("verb", ["same", "another", "later"])
@pytest.mark.usefixtures("terms")
def test_an_answer_leads_to_the_next_one(cast: Cast, client_of: Any, places: Any, verb: str) -> None:
    first, second = _doubts(2, places["69123"])
    browser = client_of(cast.administrator)

    answer = browser.post(reverse("organisations:doubt_decide", kwargs={"ref": first.ref, "verb": verb}))

    assert answer.url == second.get_absolute_url()
    first.refresh_from_db()
    assert first.state == verb
    assert Organisation.objects.filter(rna="W691000001").count() == (0 if verb == "later" else 1)
    said = _text(browser.get(answer.url))
    assert ("Remis à plus tard." if verb == "later" else "C’est noté. Les prochains imports s’en souviendront.") in said


@pytest.mark.usefixtures("places", "terms")
def test_decided_by_somebody_else_meanwhile_says_so(cast: Cast, client_of: Any) -> None:
    doubt, browser = _doubts(1)[0], client_of(cast.administrator)
    same, another = (
        reverse("organisations:doubt_decide", kwargs={"ref": doubt.ref, "verb": verb}) for verb in ("same", "another")
    )
    browser.post(same)

    page = _text(browser.post(another, follow=True))

    assert "C’est déjà décidé : « La même organisation »." in page
    assert another not in page, "what is decided offers no other answer"


@pytest.mark.usefixtures("places", "terms")
def test_a_row_that_cannot_be_read_any_more_says_why_and_stays(cast: Cast, client_of: Any) -> None:
    doubt = _doubts(1, titre="")[0]
    browser = client_of(cast.administrator)

    assert "Le nom manque." in _text(browser.get(doubt.get_absolute_url()))
    same = reverse("organisations:doubt_decide", kwargs={"ref": doubt.ref, "verb": "same"})
    assert "Le nom manque." in _text(browser.post(same, follow=True))
    doubt.refresh_from_db()
    assert doubt.state == "open"


def test_a_verb_that_does_not_exist_is_not_found(cast: Cast, client_of: Any) -> None:
    doubt, browser = _doubts(1)[0], client_of(cast.administrator)

    assert browser.post(f"{doubt.get_absolute_url()}effacer/").status_code == 404
    assert browser.get(reverse("organisations:doubts_answer", args=["later"])).status_code == 404


@pytest.mark.parametrize("kind", ["name", ""])
def test_the_list_is_narrowed_by_reason_and_by_file(cast: Cast, client_of: Any, kind: str) -> None:
    doubts = _doubts(3)
    ImportDoubt.objects.filter(pk=doubts[0].pk).update(kind="siren")
    other = ImportRunFactory(state="done", file_name="autre.zip")
    ImportDoubt.objects.filter(pk=doubts[1].pk).update(run=other)

    page = _text(client_of(cast.administrator).get(DOUBTS, {"run": other.ref, "kind": kind}))

    assert ("numéro 2" in page, "numéro 1" in page, "numéro 3" in page) == (True, False, False)
    assert f"run={doubts[0].run.ref}" in page


# Places


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_of_places_asks_the_same_number_of_queries(
    cast: Cast, client_of: Any, queries: Any, alone: None, count: int
) -> None:
    for number in range(count):
        OrganisationFactory(place_written=f"99{number:03} NULLEVILLE")
    browser = client_of(cast.administrator)

    with queries(5):
        assert _text(browser.get(PLACES)).count("NULLEVILLE") == count


def test_words_stand_once_the_most_frequent_first(cast: Cast, client_of: Any) -> None:
    OrganisationFactory(name="Seule", place_written="00000 AILLEURS")
    for name in ("Une", "Deux", "Trois"):
        OrganisationFactory(name=name, place_written=NOWHERE)
    OrganisationFactory(name="Réunie", place_written=NOWHERE, merged_into=Organisation.objects.get(name="Une"))

    page = _text(client_of(cast.administrator).get(PLACES))

    assert page.index(NOWHERE) < page.index("00000 AILLEURS")
    assert "Une et 2 autres" in page
    assert (page.count(NOWHERE), "Réunie" in page) == (1, False)


@pytest.mark.parametrize(("alike", "placed"), [(True, 3), (False, 1)])
def test_placing_is_kept_from_files_told_to_the_journal_and_to_the_search(
    cast: Cast, places: Any, alike: bool, placed: int
) -> None:
    rows = [OrganisationFactory(place_written=NOWHERE) for _ in range(3)]
    other = OrganisationFactory(place_written="00000 AILLEURS")
    Change.objects.all().delete()

    assert place(organisation=rows[0], seat=places["69123"], by=cast.administrator, alike=alike) == placed

    there = Organisation.objects.filter(seat=places["69123"], place_written="")
    assert {row.pk for row in there} == {row.pk for row in rows[:placed]}
    assert all("seat_id" in row.written_by_people() for row in there)
    assert (
        list(Entry.objects.filter(verb="organisations.placed").values_list("data__words", flat=True))
        == [NOWHERE] * placed
    )
    assert set(Change.objects.values_list("first_id", flat=True)) == {row.pk for row in rows[:placed]}
    other.refresh_from_db()
    assert (other.seat, other.place_written) == (None, "00000 AILLEURS")


def test_more_than_a_batch_are_placed_in_several(cast: Cast, places: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cercles.organisations.actions.imports.placing._AT_ONCE", 2)
    rows = [OrganisationFactory(place_written=NOWHERE) for _ in range(5)]

    assert place(organisation=rows[4], seat=places["69123"], by=cast.administrator, alike=True) == 5
    assert Organisation.objects.filter(seat=places["69123"]).count() == 5


def test_placed_by_somebody_else_it_is_left_there(cast: Cast, places: Any) -> None:
    row = OrganisationFactory(place_written=NOWHERE)
    stale = Organisation.objects.get(pk=row.pk)
    place(organisation=row, seat=places["69123"], by=cast.administrator)

    assert place(organisation=stale, seat=places["62108"], by=cast.administrator) == 0
    stale.refresh_from_db()
    assert stale.seat == places["69123"]
    with pytest.raises(RuleBroken, match="déjà une commune"):
        place(organisation=stale, seat=places["62108"], by=cast.administrator)


def test_the_page_places_by_a_name_or_by_what_it_proposes(cast: Cast, client_of: Any, places: Any) -> None:
    rows = [OrganisationFactory(place_written="69000 LYON CENTRE") for _ in range(2)]
    rows.append(OrganisationFactory(place_written=NOWHERE))
    browser = client_of(cast.administrator)
    url, nowhere = (reverse("organisations:place", kwargs={"ref": row.ref}) for row in rows[1:])
    page = _text(browser.get(url))
    assert "2 organisations sont écrites ainsi" in page
    assert f'name="seat_id" value="{places["69123"].pk}"' in page

    refused = browser.post(nowhere, {"seat": "Nulleville"})
    assert (refused.status_code, "Rien ne correspond à « Nulleville »" in _text(refused)) == (422, True)
    label = places["69123"].label
    chosen = {"seat": label, "seat_for": label, "seat_id": places["69123"].pk, "alike": "on"}
    assert "2 organisations sont placées." in _text(browser.post(url, chosen, follow=True))
    assert "1 organisation est placée." in _text(browser.post(nowhere, {"seat": "Berck"}, follow=True))
    assert {row.seat for row in Organisation.objects.filter(pk=rows[2].pk)} == {places["62108"]}


def test_one_that_has_its_commune_now_says_so(cast: Cast, client_of: Any, places: Any) -> None:
    row = OrganisationFactory(name="Placée", seat=places["69123"])
    answer = client_of(cast.administrator).get(reverse("organisations:place", kwargs={"ref": row.ref}), follow=True)

    assert "« Placée » a maintenant sa commune." in _text(answer)


# What waits


def test_whoever_administers_reads_what_waits_once_a_kind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(left_by_imports(cast.administrator)) == []
    doubts = _doubts(3)
    for _ in range(2):
        OrganisationFactory(place_written=NOWHERE)
    pages = sorted((doubts[0].organisation, doubts[1].organisation), key=lambda page: page.pk)
    DuplicatePair.objects.create(first=pages[0], second=pages[1], facts=["name"], main="name")
    monkeypatch.setattr(imports, "MOST_COUNTED", 2)
    monkeypatch.setattr("cercles.organisations.adapters.left.MOST_COUNTED", 2)

    said = [(plain(item.note), item.url) for item in left_by_imports(cast.administrator)]

    assert said == [
        ("Plus de 2 attendent votre avis", DOUBTS), ("2 organisations sans commune", PLACES),
        ("1 paire de pages se ressemble", reverse("organisations:duplicates")),
    ]  # fmt: skip


def test_who_does_not_administer_is_told_nothing(cast: Cast) -> None:
    from cercles.organisations.adapters.slots import due

    _doubts(1)
    AffiliationFactory(person=cast.account, organisation=OrganisationFactory(), role="representative")

    assert (due(cast.account), len(due(cast.administrator))) == ([], 1)


# One row or many


@pytest.mark.parametrize(
    ("code", "post_code", "name"),
    [
        ("69383", "69003", "LYON 3EME"), ("", "62600", "BERCK SUR MER"), ("", "", "Lyon"), ("97411", "", ""), ("", "69003", ""),
        ("", "93200", "ST DENIS"), ("", "", "Saint-Denis"), ("", "99999", "NULLEVILLE"), ("", "", ""), ("99131", "", "Bruxelles"),
        ("", "69999", "LYON CEDEX"), ("00000", "62600", "LYON"),
    ],
)  # fmt: skip
def test_one_row_is_placed_as_a_whole_file_is(places: Any, code: str, post_code: str, name: str) -> None:
    asked = {"code": code, "post_code": post_code, "name": name}

    assert Places(few=True).seat_or_words(**asked) == Places().seat_or_words(**asked)
