"""Two at once, in separate processes: one effect, never a torn state."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from cercles.core.errors import RuleBroken
from cercles.journal.models import OutgoingMail
from cercles.organisations import actions
from cercles.organisations.actions.imports import decide_doubt
from cercles.organisations.models import Affiliation, Claim, ImportDoubt, ImportRun, Organisation
from cercles.organisations.rules import is_representative
from cercles.territories.models import Territory
from tests.cast import Cast, make_cast
from tests.circles.race import at_once
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.territories import small_france
from tests.organisations.files import counts, csv_of, many, run_command, write
from tests.organisations.processes import answer, start_import
from tests.organisations.registers import rna, rna_zip, siren, siret_of, site, sites_file, unit, units_file

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def story(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def france(transactional_db: None) -> None:
    small_france()


def test_two_imports_of_one_file_make_each_page_once(tmp_path: Path, france: None) -> None:
    file = write(tmp_path, csv_of(*many(600)))

    said = [answer(process) for process in [start_import(file, tmp_path) for _ in range(2)]]

    assert Organisation.objects.count() == 600
    # One of them reads it to the end; the other finds it taken, or ended by the first, or comes after the end.
    whole = (0, counts(created=600))
    assert whole in [one[:2] for one in said]
    others = [one for one in said if one[:2] != whole]
    assert others in (
        [], [(1, {}, "Un autre programme poursuit cet import.")],
        [(0, counts(unchanged=600), "600 lignes sur 600")],
    )  # fmt: skip


def test_two_files_of_the_same_organisations_in_opposite_orders(tmp_path: Path, france: None) -> None:
    rows = many(400)
    files = [write(tmp_path, csv_of(*rows), "a.csv"), write(tmp_path, csv_of(*reversed(rows)), "b.csv")]

    said = [answer(process) for process in [start_import(file, tmp_path) for file in files]]

    assert [code for code, _done, _said in said] == [0, 0]
    total = {name: said[0][1][name] + said[1][1][name] for name in counts()}
    assert total == counts(created=400, unchanged=400)
    assert (Organisation.objects.count(), ImportRun.objects.filter(state="done").count()) == (400, 2)


def test_two_registers_at_once_make_one_page_of_one_organisation(tmp_path: Path, france: None) -> None:
    """They have in common an RNA number, a SIREN, or nothing but a name in a commune: then one of the rows waits for a person."""
    numbers = range(1, 901)
    workshops = {n: siret_of(siren(n), 3) for n in numbers if n % 3 == 1}  # the RNA knows another establishment
    associations = rna_zip(tmp_path, *(rna(n, siret=workshops.get(n, "")) for n in numbers))
    known = {n: f"W691{n:06d}" for n in numbers if n % 3 == 0}
    units = units_file(tmp_path, *(_association(n, known.get(n, "")) for n in numbers))
    seats = sites_file(tmp_path, *(site(n, codeCommuneEtablissement="69383") for n in numbers))

    first, second = start_import(associations, tmp_path, "rna"), start_import(units, tmp_path, "sirene", beside=seats)
    said = [answer(first), answer(second)]

    assert [code for code, _done, _said in said] == [0, 0], said
    names = Organisation.objects.values_list("name", flat=True)
    assert (len(names), len(set(names))) == (900, 900)
    assert ImportDoubt.objects.filter(kind="name", state="open").count() == 300
    assert ImportDoubt.objects.count() == 300


def test_pages_united_and_parted_during_an_import_say_the_end_of_their_duplicates_and_no_other(
    tmp_path: Path, story: Cast, france: None
) -> None:
    numbers = range(1, 401)
    answer(start_import(rna_zip(tmp_path, *(rna(n) for n in numbers)), tmp_path, "rna"))
    seats = sites_file(tmp_path, *(site(n) for n in numbers))
    answer(start_import(units_file(tmp_path, *(unit(n) for n in numbers)), tmp_path, "sirene", beside=seats))
    pages = dict(Organisation.objects.filter(source="rna").values_list("source_key", "pk"))
    doubles = dict(Organisation.objects.filter(source="sirene").values_list("source_key", "pk"))
    pairs = [(pages[f"W691{n:06d}"], doubles[siren(n)]) for n in numbers]
    ended = units_file(tmp_path, *(unit(n, etatAdministratifUniteLegale="C", dateDebut="2024-05-06") for n in numbers))

    importing, turns = start_import(ended, tmp_path, "sirene", beside=seats), 0
    while importing.poll() is None or turns < len(pairs):
        page, double = (Organisation.objects.get(pk=pk) for pk in pairs[turns % len(pairs)])
        if turns % 3 == 2:
            actions.undo_merge(duplicate=double, reason="Deux.", by=story.administrator)
        else:
            actions.merge_organisations(duplicate=double, into=page, reason="La même.", by=story.administrator)
        turns += 1

    assert answer(importing)[:2] == (0, counts(updated=400))
    united = dict(Organisation.objects.filter(merged_into__isnull=False).values_list("merged_into", "state"))
    assert 100 < len(united) < 400
    assert set(united.values()) == {"ceased"}
    said = Organisation.objects.filter(source="rna").values_list("pk", "state")
    assert {pk: state for pk, state in said if state != "active"} == united


def _association(number: int, rna_number: str) -> dict[str, str]:
    named = {"denominationUniteLegale": f"ASSOCIATION NUMERO {number}", "categorieJuridiqueUniteLegale": "9220"}
    return unit(number, identifiantAssociationUniteLegale=rna_number, **named)


def _rows_that_may_be_two_pages(folder: Path, count: int) -> list[tuple[ImportDoubt, ImportDoubt]]:
    """Rows of the RNA, each with the name of two pages of its commune: a doubt of each."""
    lyon = Territory.objects.get(code="69123")
    for number in range(1, count + 1):
        for _page in range(2):
            OrganisationFactory(name=f"Association numéro {number}", seat=lyon)
    run_command(rna_zip(folder, *(rna(number) for number in range(1, count + 1))), layout="rna")
    rows: dict[str, list[ImportDoubt]] = {}
    for doubt in ImportDoubt.objects.order_by("organisation_id"):
        rows.setdefault(doubt.key, []).append(doubt)
    return [(first, second) for first, second in rows.values()]


def _decide_all(doubts: list[ImportDoubt], verb: str, by: Any) -> None:
    for doubt in doubts:
        with suppress(RuleBroken):
            decide_doubt(doubt=doubt, verb=verb, by=by)


def test_two_people_who_rule_out_the_two_pages_of_a_row_at_once_make_its_page(
    story: Cast, france: None, tmp_path: Path
) -> None:
    """Each would think that the other page still waits, and the row would be nobody's."""
    pairs = _rows_that_may_be_two_pages(tmp_path, 20)
    other = PersonFactory(is_administrator=True)

    at_once(
        lambda: _decide_all([first for first, _second in pairs], "another", story.administrator),
        lambda: _decide_all([second for _first, second in pairs], "another", other),
    )

    made = Organisation.objects.filter(source="rna").values_list("rna", flat=True)
    assert sorted(made) == [f"W691{number:06d}" for number in range(1, 21)]


def test_two_people_who_choose_each_another_page_of_a_row_have_one_answer(
    story: Cast, france: None, tmp_path: Path
) -> None:
    pairs = _rows_that_may_be_two_pages(tmp_path, 20)
    other = PersonFactory(is_administrator=True)

    said = at_once(
        lambda: _decide_all([first for first, _second in pairs], "same", story.administrator),
        lambda: _decide_all([second for _first, second in pairs], "same", other),
    )

    assert said == ["done", "done"]
    for first, second in pairs:
        states = ImportDoubt.objects.in_bulk([first.pk, second.pk])
        assert sorted(doubt.state for doubt in states.values()) == ["another", "same"]
        written = Organisation.objects.filter(pk__in=(first.organisation_id, second.organisation_id), rna=first.key)
        assert [page.pk for page in written] == [d.organisation_id for d in states.values() if d.state == "same"]


def test_rows_are_decided_while_their_file_is_read_again(story: Cast, france: None, tmp_path: Path) -> None:
    """Each locks rows and doubts; none ends the other."""
    pairs = _rows_that_may_be_two_pages(tmp_path, 60)
    again = rna_zip(tmp_path, *(rna(number, objet="tout réparer") for number in range(60, 0, -1)), name="again.zip")

    importing = start_import(again, tmp_path, "rna")
    while importing.poll() is None and not ImportRun.objects.filter(line__gt=0, file_name="again.zip").exists():
        for first, _second in pairs:
            _decide_all([first], "same", story.administrator)
    _decide_all([first for first, _second in pairs], "same", story.administrator)

    assert answer(importing)[0] == 0
    assert {*ImportDoubt.objects.values_list("state", flat=True)} == {"same", "another"}
    assert Organisation.objects.filter(rna__startswith="W691", source="member").count() == 60


def test_rows_are_decided_while_the_rest_of_their_file_is_read(story: Cast, france: None, tmp_path: Path) -> None:
    """A batch holds its import and waits for the pen; whoever decides holds the pen and writes what changed in that import."""
    lyon = Territory.objects.get(code="69123")
    pages = [OrganisationFactory(name=f"Association numéro {number}", seat=lyon) for number in range(1, 4001, 10)]

    importing, decided = (
        start_import(rna_zip(tmp_path, *(rna(number) for number in range(1, 4001))), tmp_path, "rna"),
        0,
    )
    while importing.poll() is None or ImportDoubt.objects.filter(state="open").exists():
        for doubt in ImportDoubt.objects.filter(state="open")[:20]:
            decide_doubt(doubt=doubt, verb="same", by=story.administrator)
            decided += 1

    assert answer(importing)[:2] == (0, counts(created=3600, doubtful=400))
    assert (decided, Organisation.objects.filter(pk__in=[page.pk for page in pages]).exclude(rna=None).count()) == (
        400,
        400,
    )


def test_one_number_given_to_two_pages_at_once_is_one_page_s(story: Cast) -> None:
    pages = [OrganisationFactory() for _ in range(2)]

    def give(page: Organisation) -> None:
        actions.repair_identifiers(organisation=page, by=story.administrator, reason="Avis.", siret=siret_of(siren(7)))

    assert at_once(lambda: give(pages[0]), lambda: give(pages[1])) == ["done", "siret_known"]
    assert Organisation.objects.filter(siret=siret_of(siren(7))).count() == 1


def test_of_two_people_confirmed_at_once_one_is_told_of_the_other(story: Cast) -> None:
    page, other = OrganisationFactory(), PersonFactory(is_administrator=True)
    claims = [actions.ask_to_represent(organisation=page, by=person) for person in (story.account, story.member)]
    OutgoingMail.objects.all().delete()

    said = at_once(
        lambda: actions.confirm_claim(claim=claims[0], by=story.administrator),
        lambda: actions.confirm_claim(claim=claims[1], by=other),
    )

    assert said == ["done", "done"]
    assert Affiliation.objects.representatives().filter(organisation=page).count() == 2
    told = OutgoingMail.objects.filter(key__contains=":new:").values_list("to", flat=True)
    assert len(told) == 1
    assert told[0] in (story.account.email, story.member.email)


def test_an_error_accepted_and_declined_at_once_has_one_answer(story: Cast) -> None:
    report = actions.report_error(
        organisation=story.organisation, column="address", says="1 rue du Pont", email="a@b.fr"
    )

    said = at_once(
        lambda: actions.accept_report(report=report, by=story.representative),
        lambda: actions.decline_report(report=report, by=story.representative, reason="Non."),
    )

    assert sorted(said) == ["done", "report_over"]
    assert OutgoingMail.objects.filter(to="a@b.fr").count() == 1


def test_two_people_confirm_one_request_and_one_representative_is_made(story: Cast) -> None:
    other = PersonFactory(is_administrator=True)
    claim = actions.ask_to_represent(organisation=OrganisationFactory(), by=story.account)

    said = at_once(
        lambda: actions.confirm_claim(claim=claim, by=story.administrator),
        lambda: actions.confirm_claim(claim=claim, by=other),
    )

    assert said == ["done", "done"]
    assert Affiliation.objects.representatives().filter(person=story.account).count() == 1
    assert OutgoingMail.objects.filter(to="account@example.org").count() == 1


def test_one_confirms_while_another_declines_and_the_first_answer_stands(story: Cast) -> None:
    other = PersonFactory(is_administrator=True)
    claim = actions.ask_to_represent(organisation=OrganisationFactory(), by=story.account)

    said = at_once(
        lambda: actions.confirm_claim(claim=claim, by=story.administrator),
        lambda: actions.decline_claim(claim=claim, by=other, reason="Inconnue."),
    )

    confirmed = Claim.objects.get().state == "confirmed"
    assert said == ["claim_over", "done"]
    assert Affiliation.objects.filter(person=story.account).exists() is confirmed


def test_asking_twice_at_once_is_asking_once(story: Cast) -> None:
    organisation = OrganisationFactory()
    ask = lambda: actions.ask_to_represent(organisation=organisation, by=story.account)  # noqa: E731

    assert at_once(ask, ask) == ["done", "done"]
    assert Claim.objects.count() == 1


def test_two_pages_merged_into_each_other_make_no_loop(story: Cast) -> None:
    one, two = OrganisationFactory(), OrganisationFactory()

    said = at_once(
        lambda: actions.merge_organisations(duplicate=one, into=two, reason="Doublon.", by=story.administrator),
        lambda: actions.merge_organisations(duplicate=two, into=one, reason="Doublon.", by=story.administrator),
    )

    assert said == ["already_merged", "done"]
    assert Organisation.objects.filter(merged_into__isnull=False).count() == 1


def test_a_request_made_while_its_page_is_merged_is_for_the_page_that_stays(story: Cast) -> None:
    double = OrganisationFactory()
    claim = actions.ask_to_represent(organisation=double, by=story.account)

    said = at_once(
        lambda: actions.confirm_claim(claim=claim, by=story.administrator),
        lambda: actions.merge_organisations(
            duplicate=double, into=story.organisation, reason="Doublon.", by=story.administrator
        ),
    )

    assert said == ["done", "done"]
    assert is_representative(story.person("account"), story.organisation)
