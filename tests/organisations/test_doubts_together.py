"""One answer to many doubts: seen before it is given, written by the worker, taken back while it is not, never a guess."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from cercles.core import jobs
from cercles.journal.models import Job
from cercles.organisations.actions import imports
from cercles.organisations.actions.duplicates import run_search
from cercles.organisations.actions.imports import answers
from cercles.organisations.enums import DoubtState
from cercles.organisations.models import DuplicatePair, ImportDoubt, ImportRun, Organisation
from cercles.organisations.queries.doubts import Narrowed, together
from tests.cast import Cast
from tests.factories.organisations import OrganisationFactory
from tests.organisations.files import plain, run_command
from tests.organisations.registers import rna, rna_zip

pytestmark = pytest.mark.usefixtures("places", "terms")
SAME, ANOTHER = DoubtState.SAME, DoubtState.ANOTHER


def _name(number: int) -> str:
    return f"Association numéro {number}"


def _url(answer: str, **asked: Any) -> str:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return reverse("organisations:doubts_answer", args=[answer]) + (f"?{query}" if query else "")


@pytest.fixture
def doubted(tmp_path: Path, places: Any) -> list[Organisation]:
    """Six pages of people, and the RNA that says six organisations of those names. The sixth row may be two pages."""
    pages = [OrganisationFactory(name=_name(n), seat=places["69123"]) for n in range(1, 7)]
    OrganisationFactory(name=_name(6), seat=places["69123"])
    run_command(rna_zip(tmp_path, *(rna(n) for n in range(1, 7))), layout="rna")
    assert ImportDoubt.objects.to_decide().count() == 7
    return pages


def _work() -> None:
    """What the worker does."""
    for job in Job.objects.filter(verb=imports.ANSWERS_JOB):
        jobs.function_of(job.verb)(**job.arguments)
        job.delete()


def _states() -> list[str]:
    return list(ImportDoubt.objects.order_by("pk").values_list("state", flat=True))


def test_the_same_for_all_but_those_that_only_a_look_can_tell(doubted: Any, cast: Cast, client_of: Any) -> None:
    browser = client_of(cast.administrator)
    page = plain(browser.get(_url("same")).content.decode())
    assert "5 rapprochements recevront cette réponse." in page
    assert "2 restent à regarder un par un" in page

    answer = browser.post(_url("same", until=ImportDoubt.objects.latest("pk").pk), follow=True)
    assert "5 réponses sont notées" in plain(answer.content.decode())
    assert Organisation.objects.filter(rna__isnull=False).count() == 0, (
        "nothing is written while one waits for the page"
    )
    _work()

    assert _states() == ["same"] * 5 + ["open"] * 2
    for number, page in enumerate(doubted[:5], start=1):
        page.refresh_from_db()
        assert (page.rna, page.name) == (f"W69100000{number}", _name(number))
    assert set(ImportDoubt.objects.filter(state="same").values_list("decided_by", flat=True)) == {cast.administrator.pk}


def test_others_for_all_makes_a_page_of_each_once(doubted: Any, cast: Cast, client_of: Any) -> None:
    browser = client_of(cast.administrator)
    assert "7 rapprochements recevront" in plain(browser.get(_url("another")).content.decode())

    browser.post(_url("another", until=ImportDoubt.objects.latest("pk").pk))
    _work()

    assert _states() == ["another"] * 7
    assert Organisation.objects.filter(source="rna").count() == 6, "the row that may be two pages is one organisation"
    run_search()
    assert DuplicatePair.objects.open().count() == 1, "only the two pages of people: nobody said that they are two"
    assert DuplicatePair.objects.filter(state="two").count() == 7


def test_those_that_came_after_the_page_was_shown_wait(doubted: Any, cast: Cast, client_of: Any) -> None:
    shown = together(Narrowed(), ANOTHER)
    run = ImportRun.objects.get()
    late = run.doubts.create(
        source="rna", key="W999", kind="name", organisation=doubted[0], line=99, cells={"titre": "Tardive"}
    )

    client_of(cast.administrator).post(_url("another", until=shown.until))

    late.refresh_from_db()
    assert (shown.count, late.wished) == (7, "")
    assert ImportDoubt.objects.wished().count() == 7


@pytest.mark.parametrize(
    ("asked", "count"),
    [({"kind": "name"}, 7), ({"kind": "siren"}, 0), ({"run": "inconnu"}, 0), ({"kind": "faux"}, 7)],
)
def test_only_the_list_is_answered(doubted: Any, cast: Cast, client_of: Any, asked: Any, count: int) -> None:
    until = ImportDoubt.objects.latest("pk").pk
    client_of(cast.administrator).post(_url("another", until=until, **asked))

    assert ImportDoubt.objects.wished().count() == count


def test_without_the_last_that_was_shown_nothing_is_answered(doubted: Any, cast: Cast, client_of: Any) -> None:
    for until in ("", "x", "²", "9" * 30, "-1"):
        client_of(cast.administrator).post(_url("another", until=until))

    assert ImportDoubt.objects.wished().count() == 0


def test_what_is_not_written_is_taken_back(
    doubted: Any, cast: Cast, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "_WRITTEN_AT_ONCE", 2)
    browser = client_of(cast.administrator)
    browser.post(_url("same", until=ImportDoubt.objects.latest("pk").pk))
    assert "5 réponses restent à écrire." in plain(browser.get(reverse("organisations:doubts")).content.decode())
    piece = list(ImportDoubt.objects.wished().select_related("run")[:2])
    answers._write([one.pk for one in piece], dict(answers._drafts(piece, {})))

    said = plain(browser.post(reverse("organisations:doubts_stop"), follow=True).content.decode())
    _work()

    assert "3 réponses sont annulées. Ce qui était déjà écrit reste." in said
    assert _states() == ["same"] * 2 + ["open"] * 5
    assert ImportDoubt.objects.to_decide().count() == 5


def test_one_that_cannot_be_written_waits_again_with_its_reason(doubted: Any, cast: Cast, client_of: Any) -> None:
    """Meanwhile two of its identifiers became those of two pages."""
    broken = ImportDoubt.objects.order_by("pk")[1]
    broken.cells |= {"titre": ""}
    broken.save()
    OrganisationFactory(rna="W691000003")
    OrganisationFactory(siret="73282932000074")
    doubt = ImportDoubt.objects.order_by("pk")[2]
    doubt.cells |= {"siret": "73282932000074"}
    doubt.save()
    imports.answer_together(narrowed=Narrowed(), answer=ANOTHER, until=doubt.pk, by=cast.administrator)

    _work()

    assert _states() == ["another", "open", "open"] + ["open"] * 4
    broken.refresh_from_db()
    assert broken.problem == "Le nom manque."
    page = plain(client_of(cast.administrator).get(reverse("organisations:doubts")).content.decode())
    assert "réunissez-les d’abord" in page
    assert ImportDoubt.objects.wished().count() == 0


def test_a_page_that_two_rows_may_be_is_looked_at(tmp_path: Path, places: Any, cast: Cast) -> None:
    OrganisationFactory(name=_name(1), seat=places["69123"])
    run_command(rna_zip(tmp_path, rna(1), rna(2, titre="ASSOCIATION NUMERO 1")), layout="rna")

    shown = together(Narrowed(), SAME)

    assert (shown.count, shown.left) == (0, 2)


def test_decided_by_hand_meanwhile_is_left_as_it_is(doubted: Any, cast: Cast) -> None:
    first = ImportDoubt.objects.order_by("pk")[0]
    imports.answer_together(narrowed=Narrowed(), answer=ANOTHER, until=first.pk, by=cast.administrator)
    imports.decide_doubt(doubt=first, verb="same", by=cast.administrator)

    _work()

    first.refresh_from_db()
    assert (first.state, first.wished) == ("same", "")
    assert Organisation.objects.filter(rna="W691000001").count() == 1


def test_killed_and_run_again_nothing_is_lost_nothing_twice(
    doubted: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "_WRITTEN_AT_ONCE", 2)
    until = ImportDoubt.objects.latest("pk").pk
    imports.answer_together(narrowed=Narrowed(), answer=ANOTHER, until=until, by=cast.administrator)
    write, calls = answers._write, []

    class Crash(Exception):
        pass

    def crash(ids: Any, drafts: Any) -> int:
        if calls:
            raise Crash
        calls.append(ids)
        return write(ids, drafts)

    monkeypatch.setattr(answers, "_write", crash)
    with pytest.raises(Crash):
        imports.write_answers()
    monkeypatch.setattr(answers, "_write", write)
    imports.write_answers()

    assert _states() == ["another"] * 7
    assert Organisation.objects.filter(source="rna").count() == 6
