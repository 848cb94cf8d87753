"""A frequent word is looked for in names first: the page is the one that putting everything in order gives."""

import pytest

from cercles.organisations.queries.answer import Answering
from cercles.organisations.queries.filters import EVERYTHING
from cercles.search.queries import wording
from cercles.search.queries.folder import opened
from tests.factories.organisations import OrganisationFactory


@pytest.fixture
def filled(cast, indexed):
    for number in range(30):
        said = "association " * (number % 4)
        OrganisationFactory(
            name=f"{('Association', 'Associations unies', 'Atelier')[number % 3]} {number}", purpose=f"{said}jardin {number}",
            audience="public",
        )  # fmt: skip
    indexed()
    return cast.stranger


# Of those, the ones whose words are frequent in names.
FREQUENT = {"association", "Associations", "association unie"}
TEXTS = sorted({*FREQUENT, "association jardin", "association 3", "-association", '"association"', "jardin"})


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("most", "first"), [(5, 0), (5, 5), (20, 0), (20, 10), (30, 0)])
def test_the_same_page(filled, monkeypatch, text, most, first):
    asking = Answering(opened(), filled, text, EVERYTHING)
    words = asking._words(ranked=True)
    whole = asking.engine.ids(asking._seen(words, ended=False), most, first)
    monkeypatch.setattr(wording, "_FREQUENT", 1)
    asking.index.kept.clear()
    assert (asking.asker.wording.named(text) is not None) == (text in FREQUENT)
    assert asking._best(words, False, most, first) == whole


def test_the_word_of_a_name_in_another_form_is_in_the_name(filled, indexed):
    """« chevaux » does not begin as « cheval » is looked up."""
    told = OrganisationFactory(name="Écurie", purpose="un cheval, des chevaux, encore un cheval", audience="public")
    bears = OrganisationFactory(name="Les Chevaux du Gâtinais libre et de ses environs immédiats", audience="public")
    indexed()
    asking = Answering(opened(), filled, "cheval", EVERYTHING)
    assert asking._best(asking._words(ranked=True), False, 20, 0) == [bears.pk, told.pk]
