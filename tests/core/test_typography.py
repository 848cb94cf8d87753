"""Dates, durations and texts as one writes them in French."""

from datetime import UTC, date, datetime

import pytest
from django.utils.safestring import SafeString, mark_safe

from cercles.core import clock, markdown, typography
from cercles.core.text import first_paragraph, initials

NB = "\u00a0"
NOON = datetime(2019, 6, 12, 10, 0, tzinfo=UTC)  # noon in Paris


def test_a_day_and_an_hour():
    assert typography.when(date(2019, 7, 1)) == f"1er{NB}juillet 2019"
    assert typography.when_time(NOON) == f"12{NB}juin 2019 à 12{NB}h"
    assert typography.when_time(NOON.replace(minute=5)) == f"12{NB}juin 2019 à 12{NB}h{NB}05"
    assert typography.when(None) == ""


def test_a_moment_belongs_to_the_day_of_its_place():
    assert typography.when(datetime(2019, 6, 12, 22, 30, tzinfo=UTC)) == f"13{NB}juin 2019"


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (datetime(2019, 6, 12, 9, 59, 30, tzinfo=UTC), "à l’instant"),
        (datetime(2019, 6, 12, 9, 48, tzinfo=UTC), f"il y a 12{NB}min"),
        (datetime(2019, 6, 12, 13, 0, tzinfo=UTC), f"dans 3{NB}h"),
        (datetime(2019, 6, 11, 20, 0, tzinfo=UTC), "hier"),
        (date(2019, 6, 12), "aujourd’hui"),
        (date(2019, 6, 13), "demain"),
        (date(2019, 6, 3), f"il y a 9{NB}jours"),
        (date(2019, 9, 20), f"dans 3{NB}mois"),
        (date(2016, 6, 3), f"il y a 3{NB}ans"),
    ],
)
def test_how_long_ago(then, words):
    with clock.at(NOON):
        assert typography.ago(then) == words


def test_a_text_keeps_its_shape_and_loses_its_tricks():
    html = markdown.render(
        "# Un\n\n[lien](https://a.example) <script>x</script> ![i](https://a.example/i.png) [j](javascript:x)"
    )
    assert "<h3>Un</h3>" in html
    assert '<a href="https://a.example" rel="noopener nofollow ugc">lien</a>' in html
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Qui paie ? « Le client » !", f"Qui paie{NB}? «{NB}Le client{NB}»{NB}!"),
        ("à 14:30, voir https://a.example/?q=1 ; merci", f"à 14:30, voir https://a.example/?q=1{NB}; merci"),
        ("sans espace: rien n’est ajouté", "sans espace: rien n’est ajouté"),
        ("", ""),
        (None, ""),
    ],
)
def test_ordinary_spaces_become_no_break_ones_at_display(typed, shown):
    assert typography.french(typed) == shown


def test_what_was_safe_stays_so_and_what_was_not_does_not_become_so():
    assert isinstance(typography.french(mark_safe("<b>Qui ?</b>")), SafeString)
    assert not isinstance(typography.french("<b>Qui ?</b>"), SafeString)


def test_a_text_gets_its_spaces_but_its_code_keeps_them():
    html = markdown.render("Qui paie ? `a ? b : c`\n\n## Et après ?")
    assert html == "<p>Qui paie&nbsp;? <code>a ? b : c</code></p>\n<h3>Et après&nbsp;?</h3>\n"


def test_a_disc_skips_the_words_that_join():
    assert [initials(name) for name in ("Caisserie du Vallon", "Maud Lenoir", "La Passerelle du Val", "Cercle")] == [
        "CV", "ML", "LP", "CE",
    ]  # fmt: skip


def test_a_list_shows_the_first_paragraph():
    assert first_paragraph("Une question.\n\n– Un fait.") == "Une question."
