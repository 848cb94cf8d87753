"""French counts « 0 changement », « 1 changement », « 2 changements »."""

import pytest
from django.template import Context, Template
from django.utils.translation import ngettext

_SOURCE = "{% load i18n %}{% blocktranslate count n=n %}{{ n }} changement{% plural %}{{ n }} changements{% endblocktranslate %}"


@pytest.mark.parametrize(("n", "said"), [(0, "0 changement"), (1, "1 changement"), (2, "2 changements")])
def test_of_a_sentence_in_a_page(n, said):
    assert Template(_SOURCE).render(Context({"n": n})) == said


@pytest.mark.parametrize(("n", "said"), [(0, "jour"), (-1, "jour"), (2, "jours"), (365, "jours")])
def test_of_a_sentence_in_the_code(n, said):
    assert ngettext("jour", "jours", n) == said


def test_what_django_itself_says_keeps_its_catalogue():
    assert ngettext("%(num)d day", "%(num)d days", 2) % {"num": 2} == "2 jours"
