"""What the spacing tool mends, and what it leaves alone."""

import pytest
from tools.french_spacing import mend, python, template

NB = "\u00a0"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Qui fait cela ?", f"Qui fait cela{NB}?"),
        ("Vraiment!", f"Vraiment{NB}!"),
        ("« Louer » : un verbe ; un seul", f"«{NB}Louer{NB}»{NB}: un verbe{NB}; un seul"),
        ("L'organisation", "L’organisation"),
        ("à 12:30, voir https://a.example/?q=1;b", "à 12:30, voir https://a.example/?q=1;b"),
        ("{count:d} inscrits : %(names)s", f"{{count:d}} inscrits{NB}: %(names)s"),
        ("{{ n|date:'H:i' }} ; ensuite", f"{{{{ n|date:'H:i' }}}}{NB}; ensuite"),
        (f"déjà{NB}: fait", f"déjà{NB}: fait"),
    ],
)
def test_mending_a_text(before, after):
    assert mend(before) == after
    assert mend(after) == after


def test_only_translated_strings_of_python_are_touched():
    source = 'x = {"a : b": _("a : b"), "c ?": "c ?"}\ny = ngettext("é %(n)d !", "%(n)d é !", n)\n'
    assert (
        python(source)
        == f'x = {{"a : b": _("a{NB}: b"), "c ?": "c ?"}}\ny = ngettext("é %(n)d{NB}!", "%(n)d é{NB}!", n)\n'
    )


def test_only_translated_strings_of_templates_are_touched():
    block = '{% blocktranslate with x=y %}<a href="?a=b">{{ x }}</a>GAP?{% endblocktranslate %}'
    source = '<p>a : b</p>{% translate "aGAP: b" as c %}' + block
    assert template(source.replace("GAP", " ")) == source.replace("GAP", NB)
