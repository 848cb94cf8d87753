"""What is kept stays true: never wider than the circle, retried while a disk is away, no file without its row."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from cercles.circles.actions import update_circle
from cercles.core import clock
from cercles.journal.models import Job
from cercles.journal.worker import Worker
from cercles.journal.worker.lanes import JOB_TRIES
from cercles.library import actions
from cercles.library.models import CircleDocument, DocumentVersion
from cercles.search.models import Change
from tests.factories.library import add, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(settings, tmp_path):
    """The store of this test alone: what lies in it."""
    settings.MEDIA_ROOT = tmp_path
    return lambda: sorted(path for path in tmp_path.rglob("*") if path.is_file())


@pytest.fixture
def wide(cast):
    cast.circle.visibility = cast.circle.audience = "public"
    cast.circle.save()
    return cast


def shown(circle, visibility, by):
    update_circle(circle=circle, by=by, name=circle.name, purpose=circle.purpose, visibility=visibility)
    return list(CircleDocument.objects.order_by("pk").values_list("visibility", "audience"))


def test_a_circle_that_narrows_takes_its_documents_with_it(wide, client_of):
    first, _second, _third = (add(wide, visibility=level) for level in ("public", "network", "circle"))
    inside, before = wide.circle.members_audience, Change.objects.filter(kind="library.circledocument").count()
    assert b"".join(client_of(wide.stranger).get(first.file_url).streaming_content)
    told = shown(wide.circle, "network", wide.facilitator)
    assert told == [("network", "network"), ("network", "network"), ("circle", inside)]
    assert client_of(wide.stranger).get(first.file_url).status_code == 404
    assert shown(wide.circle, "circle", wide.facilitator) == [("circle", inside)] * 3
    assert shown(wide.circle, "public", wide.facilitator) == [("circle", inside)] * 3
    assert Change.objects.filter(kind="library.circledocument").count() == before + 2


@pytest.mark.parametrize(
    ("visibility", "offered", "why"),
    [
        ("circle", ["circle"], "n’est connu que de ses membres"),
        ("network", ["circle", "network"], "que des personnes qui ont un compte"),
        ("public", ["circle", "network", "public"], None),
    ],
)
def test_only_what_the_circle_allows_is_offered_and_it_says_why(cast, client_of, visibility, offered, why):
    cast.circle.visibility = visibility
    cast.circle.save()
    page = client_of(cast.member).get(reverse("library:add", args=[cast.circle.slug]))
    field = page.context["form"].fields["visibility"]
    assert [level for level, _label in field.choices] == offered
    assert (why in page.content.decode()) if why else not field.help_text


def test_what_a_version_changes_is_read_by_the_members_alone(cast, client_of):
    document = add(cast, visibility="network")
    actions.add_version(document=document, by=cast.member, file=sent("b.txt", b"deux"), note="Le nom du bailleur")
    told = [
        "Le nom du bailleur" in client_of(person).get(document.get_absolute_url()).content.decode()
        for person in (cast.member, cast.account)
    ]
    assert told == [True, False]


def test_a_file_that_is_away_is_read_when_it_is_back(cast, stored):
    add(cast, data=b"Le texte attendu")
    row = DocumentVersion.objects.get()
    away = Path(row.file.path).rename(row.file.path + ".away")
    Worker().run(once=True)
    job = Job.objects.get(verb="library.read_text")
    assert (job.state, job.attempts, job.due_at > clock.now()) == ("due", 1, True)
    assert job.error.startswith("FileNotFoundError")
    row.refresh_from_db()
    assert row.text_state == "waiting"
    away.rename(row.file.path)
    Job.objects.filter(pk=job.pk).update(due_at=clock.now())
    Worker().run(once=True)
    row.refresh_from_db()
    assert (row.text_state, row.text) == ("read", "Le texte attendu")


def test_a_file_that_was_away_for_a_day_is_looked_for_again_at_night(cast, stored):
    add(cast, data=b"Le texte attendu")
    row = DocumentVersion.objects.get()
    away = Path(row.file.path).rename(row.file.path + ".away")
    for _ in range(JOB_TRIES):
        Job.objects.update(due_at=clock.now())
        Worker().run(once=True)
    job = Job.objects.get(verb="library.read_text")
    assert (job.state, job.attempts) == ("stuck", JOB_TRIES)
    away.rename(row.file.path)
    with clock.at(clock.now() + timedelta(days=31)):
        assert actions.read_again() == {"asked": 0}  # it is lost: who administers decides
    assert [actions.read_again(), actions.read_again()] == [{"asked": 1}, {"asked": 0}]
    Worker().run(once=True)
    row.refresh_from_db()
    assert (row.text_state, row.text) == ("read", "Le texte attendu")
