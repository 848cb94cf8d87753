"""Markdown on one line of a list is words alone, and still harmless."""

from django.template import engines

from cercles.core.markdown import plain, render


def test_marks_go_and_words_stay():
    assert plain("J’anime **Essai** & [un lien](https://exemple.fr).\n\n- a < b") == "J’anime Essai & un lien.\n\na < b"


def test_what_looks_like_code_stays_text():
    page = engines["django"].from_string("{{ text|plain }}").render({"text": "<script>alert(1)</script> bonjour"})
    assert "<script>" not in page


def test_what_scrolls_sideways_is_reached_by_the_keyboard():
    assert render("```\nune ligne\n```") == '<pre tabindex="0"><code>une ligne\n</code></pre>\n'
