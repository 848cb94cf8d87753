"""Imports in the site: sent, followed, left and found again, mended."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cercles.core import clock, jobs
from cercles.core.tables import Flavour, as_csv, read_table
from cercles.journal.models import Entry, Job
from cercles.organisations.actions.imports import run_import
from cercles.organisations.actions.imports.batches import WRITTEN
from cercles.organisations.adapters import slots
from cercles.organisations.adapters.slots import due
from cercles.organisations.models import ImportRun, Organisation
from tests.cast import Cast
from tests.factories.organisations import ImportRunFactory, OrganisationFactory
from tests.organisations.files import csv_of, many, plain, siae, siret, write

URL = reverse("organisations:imports")


def _text(response: Any) -> str:
    return plain(response.content.decode())


def _url(name: str, run: ImportRun) -> str:
    return reverse(f"organisations:{name}", kwargs={"ref": run.ref})


def _sent(content: str | bytes, name: str = "structures.csv", layout: str = "siae") -> dict[str, Any]:
    body = content.encode() if isinstance(content, str) else content
    return {"layout": layout, "file": SimpleUploadedFile(name, body)}


def _work() -> None:
    """What the worker does."""
    for job in Job.objects.filter(verb="organisations.import"):
        jobs.function_of(job.verb)(**job.arguments)


@pytest.mark.usefixtures("places", "terms")
def test_a_file_is_sent_read_by_the_worker_and_found_again(cast: Cast, client_of: Any) -> None:
    browser = client_of(cast.administrator)

    answer = browser.post(URL, _sent(csv_of(*many(3), siae(siret="123"))))

    run = ImportRun.objects.get()
    assert (answer.status_code, answer.url, run.by, run.state) == (
        302,
        run.get_absolute_url(),
        cast.administrator,
        "waiting",
    )
    assert "Le fichier va être lu." in _text(browser.get(answer.url))
    _work()
    page = _text(browser.get(answer.url))
    assert "4 lignes lues sur 4" in page
    assert "Un SIRET compte 14 chiffres." in page
    assert "<dt>Créées</dt><dd>3</dd>" in page
    assert run.get_absolute_url() in _text(browser.get(URL))
    assert list(Entry.objects.order_by("pk").values_list("verb", "by")) == [
        ("organisations.import_asked", cast.administrator.pk), ("organisations.import_done", cast.administrator.pk),
    ]  # fmt: skip


@pytest.mark.usefixtures("places", "terms")
def test_what_it_refused_is_downloaded_mended_and_sent_again(cast: Cast, client_of: Any, tmp_path: Any) -> None:
    browser = client_of(cast.administrator)
    browser.post(URL, _sent(csv_of(siae(), siae(siret="123", name="À corriger")), 'Été "2020".csv'))
    _work()

    answer = browser.get(_url("import_refusals", ImportRun.objects.get()))

    body = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%89t%C3%A9%20%222020%22-refus.csv"
    assert [row.cells["name"] for row in read_table(write(tmp_path, body)).rows()] == ["À corriger"]
    browser.post(URL, _sent(body.replace(b"123;", f"{siret(9)};".encode(), 1), "refus.csv"))
    _work()
    assert Organisation.objects.get(name="À corriger").siret == siret(9)


@pytest.mark.parametrize(
    ("content", "layout", "said"),
    [
        (
            "nom\nToiles\n",
            "siae",
            "Il manque les colonnes « siret », « name », « kind ». Colonnes trouvées : nom. Le format « Export de Cercles » lui irait.",
        ),
        (b"\x89PNG\r\n\x1a\n", "cercles", "Ce fichier n’est pas un tableau : envoyez un CSV ou un classeur."),
        ("nom\nToiles\n", "autre", "Sélectionnez un choix valide."),
        ("", "siae", "Le fichier soumis est vide."),
        ("nom\nToiles\n", "cercles", "Les communes ne sont pas encore chargées"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_once(
    cast: Cast, client_of: Any, content: str | bytes, layout: str, said: str
) -> None:
    answer = client_of(cast.administrator).post(URL, _sent(content, "photo.xlsx", layout))

    assert answer.status_code == 422
    assert said in _text(answer)
    assert ImportRun.objects.count() == 0


def test_progress_is_a_piece_of_the_page_until_it_is_over(cast: Cast, client_of: Any) -> None:
    run = ImportRunFactory(state="running", total=200, line=50, created=49, rejected=1)
    browser = client_of(cast.administrator)

    whole, piece = (
        browser.get(run.get_absolute_url()),
        browser.get(run.get_absolute_url(), headers={"HX-Request": "true"}),
    )

    assert f'hx-get="{run.get_absolute_url()}" hx-trigger="every 2s"' in _text(whole)
    assert "50 lignes lues sur 200" in _text(piece)
    assert "<html" not in _text(piece)
    ImportRun.objects.update(state="done")
    assert browser.get(run.get_absolute_url(), headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "hx-get" not in _text(browser.get(run.get_absolute_url()))


@pytest.mark.usefixtures("places", "terms")
def test_an_import_that_crashed_is_taken_up_from_its_page(cast: Cast, client_of: Any) -> None:
    """What read it died without a word after the first piece: the page says so and offers to go on."""
    browser = client_of(cast.administrator)
    browser.post(URL, _sent(csv_of(*many(250))))
    run = ImportRun.objects.get()

    class Crash(Exception):
        pass

    def crash(_seen: ImportRun) -> None:
        raise Crash

    with pytest.raises(Crash):
        run_import(run.pk, progress=crash)
    Job.objects.all().delete()
    ImportRun.objects.update(moved_at=clock.now() - timedelta(minutes=5))

    assert "Rien n’avance depuis" in _text(browser.get(run.get_absolute_url()))
    assert [plain(item.title) for item in slots.due(cast.administrator)] == [
        "L’import de « structures.csv » est interrompu"
    ]
    browser.post(_url("import_resume", run))
    _work()

    run.refresh_from_db()
    assert (run.state, run.created, Organisation.objects.filter(source="siae").count()) == ("done", 250, 250)


def test_stopping_asks_why_and_resuming_goes_on(cast: Cast, client_of: Any) -> None:
    run, browser = ImportRunFactory(total=10, line=4), client_of(cast.administrator)

    assert browser.post(_url("import_stop", run), {"reason": " "}).status_code == 422
    browser.post(_url("import_stop", run), {"reason": "Mauvais fichier."})
    page = _text(browser.get(run.get_absolute_url()))
    assert "Mauvais fichier." in page
    assert _url("import_resume", run) in page

    browser.post(_url("import_resume", run))
    run.refresh_from_db()
    assert (run.state, run.reason, Job.objects.count()) == ("waiting", "", 1)
    assert _url("import_resume", run) not in _text(browser.get(run.get_absolute_url()))


def test_an_import_that_failed_can_be_given_up_and_asks_nobody_any_more(cast: Cast, client_of: Any) -> None:
    """A file that cannot be read fails each time it is taken up again."""
    run, browser = ImportRunFactory(state="failed", reason="Illisible."), client_of(cast.administrator)
    assert [item.url for item in due(cast.administrator)] == [run.get_absolute_url()]
    assert "Ne pas le reprendre" in _text(browser.get(run.get_absolute_url()))

    browser.post(_url("import_stop", run), {"reason": "Le bon fichier est passé depuis."})

    run.refresh_from_db()
    assert (run.state, run.reason) == ("stopped", "Le bon fichier est passé depuis.")
    assert due(cast.administrator) == []
    assert "Ne pas le reprendre" not in _text(browser.get(run.get_absolute_url()))


def test_a_reason_is_said_once_for_all_its_rows(cast: Cast, client_of: Any) -> None:
    run = ImportRunFactory(state="done", rejected=4)
    for line, reason in ((4, "Faux."), (7, "Faux."), (8, "Le nom manque."), (9, "Faux.")):
        run.refusals.create(line=line, reason=reason, cells={})

    page = _text(client_of(cast.administrator).get(run.get_absolute_url()))

    assert (page.count("Faux."), page.count("3 lignes, dont la ligne 4"), page.count("Ligne 8")) == (1, 1, 1)


def test_html_in_a_file_stays_text(cast: Cast, client_of: Any) -> None:
    evil = "<script>alert(1)</script>"
    run = ImportRunFactory(file_name=f"{evil}.csv", state="done", rejected=1)
    run.refusals.create(line=2, reason=evil, cells={"name": evil})

    for url in (URL, run.get_absolute_url()):
        assert evil not in _text(client_of(cast.administrator).get(url))


def test_every_column_that_an_import_may_change_has_a_word() -> None:
    ours = {"search_key", "provenance", "changed_at"}
    unnamed = [
        name for name in WRITTEN if name not in ours and Organisation._meta.get_field(name)._verbose_name is None
    ]

    assert unnamed == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_imports_asks_the_same_number_of_queries(
    cast: Cast, client_of: Any, queries: Any, alone: None, count: int
) -> None:
    ImportRunFactory.create_batch(count, by=cast.administrator)
    browser = client_of(cast.administrator)

    with queries(7):
        assert browser.get(URL).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_import_asks_the_same_number_of_queries(
    cast: Cast, client_of: Any, queries: Any, alone: None, count: int
) -> None:
    run = ImportRunFactory(by=cast.administrator, state="done", rejected=count)
    for line in range(count):
        run.refusals.create(line=line, reason=f"Faux {line}.", cells={})
    browser = client_of(cast.administrator)

    with queries(5):
        assert browser.get(run.get_absolute_url()).status_code == 200


# What the list gives


@pytest.mark.parametrize("flavour", Flavour.values)
def test_the_list_leaves_as_it_is_filtered(
    cast: Cast, client_of: Any, places: Any, terms: Any, tmp_path: Any, flavour: str
) -> None:
    for number in range(25):
        OrganisationFactory(name=f"Atelier {number:02}", category=terms["siae"], seat=places["69123"])
    OrganisationFactory(name="Atelier du Nord", category=terms["siae"], seat=places["62108"])
    OrganisationFactory(name="Atelier caché", category=terms["siae"], seat=places["69123"], visibility="organisation")
    asked, browser = "q=atelier&category=siae&territory=departement%3A69", client_of(cast.stranger)
    url = f"/organisations/export/{flavour}/?{asked}"
    assert url.replace("&", "&amp;") in browser.get(f"/organisations/?{asked}&page=2").content.decode()

    answer = browser.get(url)

    file = write(tmp_path, b"".join(answer.streaming_content), "liste.bin")
    with as_csv(file) as table:
        assert [row.cells["nom"] for row in read_table(table).rows()] == [
            f"Atelier {number:02}" for number in range(25)
        ]
    assert answer["Content-Type"] == Flavour(flavour).content_type
    today, end = f"{clock.today():%Y-%m-%d}", Flavour(flavour).extension
    assert answer["Content-Disposition"] == f'attachment; filename="organisations-{today}.{end}"'
