"""A document is reported, taken away, given back, erased a year later."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cercles.circles.actions import moderation as actions
from cercles.circles.adapters.moderation import rules
from cercles.circles.models import ContentReport, Measure
from cercles.core import clock
from cercles.core.typography import when
from cercles.library.adapters import reporting
from cercles.library.adapters.moderating import found
from cercles.library.models import CircleDocument
from cercles.library.queries import due_of
from tests.factories.library import add

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(cast):
    """Added by the member."""
    return add(cast)


def away(cast, document):
    return actions.remove(
        written=found(document.pk), by=cast.facilitator, motive="privacy", words="La liste des salariés."
    )


def test_whoever_reads_it_reports_it_and_who_facilitates_takes_it_away(cast, document, client_of):
    url = reverse("circles:report_write", args=["document", document.ref])
    assert url in client_of(cast.facilitator).get(document.get_absolute_url()).content.decode()
    assert url not in client_of(cast.member).get(document.get_absolute_url()).content.decode()
    client_of(cast.facilitator).post(url, {"motive": "privacy", "words": ""})
    report = ContentReport.objects.get()
    page = reverse("circles:report", args=[report.ref])
    assert document.title in client_of(cast.facilitator).get(page).content.decode()
    client_of(cast.facilitator).post(page, {"motive": "privacy", "words": "La liste des salariés."})
    for url in (document.get_absolute_url(), document.file_url):
        assert statuses(cast, client_of, url) == [404, 404, 410, 410, 404, 404, 404]
    listed = client_of(cast.member).get(reverse("library:of_circle", args=[cast.circle.slug])).content.decode()
    assert document.title not in listed


def statuses(cast, client_of, url):
    people = ("stranger", "account", "member", "facilitator", "representative", "administrator", "former")
    return [client_of(cast.person(name)).get(url).status_code for name in people]


def test_away_its_address_says_when_and_that_its_author_knows_why_to_those_who_read_it(cast, client_of):
    cast.circle.visibility = cast.circle.audience = "public"
    cast.circle.save()
    public = add(cast, visibility="public", title="La liste des salariés")
    away(cast, public)
    assert statuses(cast, client_of, public.get_absolute_url()) == [410] * 7
    page = client_of(cast.stranger).get(public.get_absolute_url()).content.decode().replace("\xa0", " ")
    told = f"Ce document a été retiré par la modération le {when(clock.today())}.".replace("\xa0", " ")
    assert (told in page, "La personne qui l’avait ajouté en a reçu la raison." in page) == (True, True)
    assert [words in page for words in ("La liste des salariés", "bilan.txt", "Malo", cast.circle.name)] == [False] * 4
    edit = reverse("library:edit", args=[public.ref])
    assert client_of(cast.member).post(edit, {"title": "Autre"}).status_code == 404


def test_whoever_facilitates_takes_away_with_a_reason_what_another_added(cast, document, client_of):
    browser, url = client_of(cast.facilitator), reverse("library:remove", args=[document.ref])
    page = browser.get(document.get_absolute_url()).content.decode()
    away_url = reverse("circles:content_remove", args=["document", document.ref])
    assert (url in page, away_url in page) == (False, True)
    assert browser.post(url).status_code == 404
    own = add(cast, by=cast.facilitator)
    assert reverse("library:remove", args=[own.ref]) in browser.get(own.get_absolute_url()).content.decode()
    assert browser.post(reverse("library:remove", args=[own.ref])).status_code == 302
    assert url in client_of(cast.member).get(document.get_absolute_url()).content.decode()
    assert client_of(cast.member).post(url).status_code == 302
    assert CircleDocument.objects.count() == 0


def test_given_back_it_is_for_the_members(cast, document, client_of):
    measure = away(cast, document)
    actions.lift(measure=measure, by=cast.facilitator)
    document.refresh_from_db()
    assert (document.visibility, document.audience) == ("circle", cast.circle.members_audience)
    assert document.shown_before == ""
    assert client_of(cast.member).get(document.get_absolute_url()).status_code == 200


def test_away_it_asks_nothing_of_anybody_and_the_same_file_may_enter_again(cast, document):
    CircleDocument.objects.update(checked_at=clock.now() - timedelta(days=800))
    assert len(due_of(cast.member)) == 1
    away(cast, document)
    assert due_of(cast.member) == []
    assert add(cast).pk != document.pk


def test_a_year_later_it_is_deleted_with_its_files(cast, document, settings, django_capture_on_commit_callbacks):
    away(cast, document)
    Measure.objects.update(at=clock.now() - timedelta(days=366))
    (rule,) = [rule for rule in rules() if rule.code == "circles.measures"]
    with django_capture_on_commit_callbacks(execute=True):
        assert rule.purge(rule.due(clock.now()), clock.now()) == 1
    assert CircleDocument.objects.count() == 0
    assert [path for path in (settings.MEDIA_ROOT / "documents").rglob("*") if path.is_file()] == []


def test_away_no_review_names_it_and_no_file_of_a_successor_counts_it(cast, document):
    today = clock.today()
    (before,) = reporting.review(cast.circle, today, today)
    assert before.lines == [document.title]
    assert "1 document" in str(reporting.handover(cast.circle, cast.facilitator)[0].lines)
    away(cast, document)
    (part,) = reporting.review(cast.circle, today, today)
    assert part.lines == []
    assert "0 document" in str(reporting.handover(cast.circle, cast.facilitator)[0].lines)


def test_a_public_document_is_reported_without_an_account(cast, client):
    cast.circle.visibility = cast.circle.audience = "public"
    cast.circle.save()
    public, hidden = add(cast, visibility="public", title="L’affiche"), add(cast)
    url = reverse("circles:report_write", args=["document", public.ref])
    assert url in client.get(public.get_absolute_url()).content.decode()
    client.post(url, {"motive": "unlawful", "words": "La photo est la mienne.", "sincere": "on"})
    assert [(row.object_id, row.person) for row in ContentReport.objects.all()] == [(public.pk, None)]
    assert client.get(reverse("circles:report_write", args=["document", hidden.ref])).status_code == 404
