"""Two people at once, and processes that are killed: one effect, never a torn state."""

from pathlib import Path

import pytest

from cercles.library import actions
from cercles.library.models import CircleDocument, DocumentVersion
from tests.cast import make_cast
from tests.circles.race import at_once
from tests.factories.library import add, sent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def story(transactional_db):
    return make_cast()


def test_two_new_versions_at_once_are_two_numbers_and_the_address_gives_the_last(story, client_of):
    document = add(story, data=b"un")
    said = at_once(
        lambda: actions.add_version(document=document, by=story.member, file=sent("b.txt", b"deux")),
        lambda: actions.add_version(document=document, by=story.facilitator, file=sent("c.txt", b"trois")),
    )
    assert said == ["done", "done"]
    assert list(DocumentVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    last = DocumentVersion.objects.get(number=CircleDocument.objects.get().number)
    answer = client_of(story.member).get(document.file_url)
    assert (last.number, b"".join(answer.streaming_content)) == (3, Path(last.file.path).read_bytes())


def test_the_same_file_added_twice_at_once_is_one_document(story):
    acts = [lambda by=by: add(story, by=by, data=b"pareil") for by in (story.member, story.facilitator)]
    assert at_once(*acts) == ["already_there", "done"]
    assert CircleDocument.objects.count() == 1


def test_taken_off_while_it_is_renewed_leaves_no_version_without_its_document(story):
    document = add(story, data=b"un")
    said = at_once(
        lambda: actions.add_version(document=document, by=story.member, file=sent("b.txt", b"deux")),
        lambda: actions.remove_document(document=document, by=story.member),
    )
    assert said in (["done", "done"], ["document_gone", "done"])
    assert (CircleDocument.objects.count(), DocumentVersion.objects.count()) == (0, 0)
