"""What happened to an object: who, what, when, for those the entry is addressed to."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template

from cercles.core import verbs
from cercles.core.audience import audience_of
from cercles.journal.actions import record
from cercles.journal.models import Job
from cercles.journal.queries import entries_of
from cercles.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    monkeypatch.setattr(verbs, "_words", {})
    verbs.register_verbs({"test.opened": "a ouvert le cercle", "test.closed": "a fermé le cercle"})


@pytest.fixture
def lea():
    return User.objects.create_user("lea@example.org", "Léa Roche")


def test_the_newest_first_and_only_for_its_readers(lea):
    obj = Job.objects.create(key="a")
    record("test.opened", obj, by=lea, audience="public")
    record("test.closed", obj, by=lea, audience=f"person:{lea.pk}", reason="Le cercle a fini sa question.")
    record("test.opened", Job.objects.create(key="b"), by=lea, audience="public")
    assert [entry.words for entry in entries_of(obj, lea)] == ["a fermé le cercle", "a ouvert le cercle"]
    assert [entry.words for entry in entries_of(obj, AnonymousUser())] == ["a ouvert le cercle"]


def test_a_verb_without_words_is_told_to_nobody(lea):
    obj = Job.objects.create(key="a")
    record("test.counted", obj, by=lea, audience="public")
    assert list(entries_of(obj, lea)) == []


def test_a_verb_has_one_set_of_words():
    with pytest.raises(ImproperlyConfigured):
        verbs.register_verbs({"test.opened": "autre chose"})


@pytest.mark.parametrize("count", [1, 3])
def test_the_tag_reads_once_whatever_the_number(lea, count, django_assert_num_queries):
    obj = Job.objects.create(key="a")
    for _ in range(count):
        record("test.opened", obj, by=lea, audience="public")
    audience_of(lea)  # read once a request, whatever the page shows
    with django_assert_num_queries(1):
        page = Template("{% load thread %}{% history_of obj=obj %}").render(Context({"obj": obj, "user": lea}))
    assert page.count("Léa Roche a ouvert le cercle") == count


def test_the_tag_draws_nothing_when_nothing_happened(lea):
    page = Template("{% load thread %}{% history_of obj=obj %}").render(
        Context({"obj": Job.objects.create(key="a"), "user": lea})
    )
    assert page.strip() == ""
