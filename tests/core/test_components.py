"""What a template writes, and what the page shows."""

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from cercles.core.templatetags.ui.library import draw


def drawn(source: str, **values) -> str:
    return Template(source).render(Context(values))


def test_an_unknown_attribute_fails_when_the_template_is_loaded():
    with pytest.raises(TemplateSyntaxError):
        Template("{% pill text='x' colour='red' %}")


def test_a_state_that_does_not_exist_is_refused():
    with pytest.raises(TemplateSyntaxError):
        drawn("{% pill text='x' kind='green' %}")


def test_a_pill_says_its_state_in_words_and_escapes_them():
    assert drawn("{% pill text=text kind='wait' %}", text="<b>2 places</b>") == (
        '<span class="pill wait">&lt;b&gt;2 places&lt;/b&gt;</span>'
    )


@pytest.mark.parametrize(
    "source",
    [
        "{% sheet title=bad eyebrow=bad act_url='/' act_label=bad %}{{ bad }}{% endsheet %}",
        "{% rows %}{% row title=bad note=bad lead=bad act_url='/' act_label=bad %}{{ bad }}{% endrow %}{% endrows %}",
        "{% act_form url='/' label=bad confirm=bad %}{{ bad }}{% endact_form %}",
        "{% page_head title=bad eyebrow=bad lead=bad %}",
        "{% button label=bad url=bad %}",
        "{% disc name=bad %}{% discs names=many more=2 %}",
        "{% empty title=bad text=bad example=bad %}",
        "{% seen_by text=bad %}{% notice text=bad %}{% facts items=pairs %}{% md text=bad %}",
    ],
)
def test_nothing_typed_becomes_code(source):
    bad = "<img src=x onerror=alert(1)>"
    assert "<img" not in drawn(source, bad=bad, many=[bad], pairs=[(bad, bad)])


def test_a_share_is_an_attribute_of_the_drawing():
    html = drawn("{% arc part=3 whole=4 %}")
    assert 'stroke-dasharray="75 100"' in html
    assert "style=" not in html


def test_a_day_of_another_year_says_its_year():
    assert '<span class="year">2019</span>' in drawn("{% day date=d %}", d=date(2019, 7, 1))


class SheetForm(forms.Form):
    title = forms.CharField(label="Titre", help_text="Un verbe.")
    day = forms.DateField(label="Jour", required=False)
    kind = forms.ChoiceField(label="Format", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="D’accord")
    file = forms.FileField(label="Fichier", required=False)


def test_an_error_is_tied_to_its_field_and_listed_first():
    html = drawn(
        "{% form_page form=form submit='Publier' seen_by='Visible par tous' %}{% endform_page %}", form=SheetForm({})
    )
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<a href="#id_title">Titre</a>' in html
    assert '<a href="#id_kind_0">Format</a>' in html
    assert 'type="date"' in html
    assert 'enctype="multipart/form-data"' in html
    assert html.count('class="optional"') == 2


def test_a_form_that_narrows_a_list_does_not_say_what_is_optional():
    source = "{% form_page form=form method='get' %}{% endform_page %}"
    assert 'class="optional"' not in drawn(source, form=SheetForm())


def test_a_button_of_a_list_says_on_what_it_acts_to_who_hears_it():
    html = drawn("{% act_form url='/x/' label='Renvoyer' about=who %}{% endact_form %}", who="Nora <b>")
    assert 'Renvoyer<span class="visually-hidden"> · Nora &lt;b&gt;</span></button>' in html


def test_the_door_leads_back_to_the_page_one_reads(client, db):
    def door(path):
        return re.search(r'<a class="btn btn-line btn-sm" href="([^"]*)"', client.get(path).content.decode()).group(1)

    assert door("/cercles/?words=velo") == "/compte/connexion/?next=/cercles/%3Fwords%3Dvelo"
    assert door("/compte/connexion/?next=/fiches/") == "/compte/connexion/?next=/fiches/"
    assert door("/") == "/compte/connexion/"
    assert door("/l/sheet.reuse.1.1.aaaa.0.bbbb") == "/compte/connexion/"


def test_each_rendering_of_a_form_has_its_own_key():
    source = "{% form_page form=form %}{% endform_page %}"
    assert drawn(source, form=SheetForm()) != drawn(source, form=SheetForm())


def test_what_a_block_holds_is_drawn_once_escaped():
    html = drawn("{% rows %}{% row title=t %} {% pill text='Répondue' %} {% endrow %}{% endrows %}", t="A & B")
    assert '<div class="row-body"><span class="pill ok">Répondue</span></div>' in html
    assert "A &amp; B" in html


def test_what_is_safe_is_never_taken_for_what_has_to_be_escaped():
    """A component drawn once for what it says: a safe string and one to be escaped may be spelt alike."""
    text = "<b>gras</b>"
    for said, expected in ((mark_safe(text), text), (text, "&lt;b&gt;gras&lt;/b&gt;"), (mark_safe(text), text)):
        assert expected in draw(
            "core/ui/row.html", content="", title=said, tag="h3", lead="", url="", note="", act_url=""
        )


def test_an_input_is_drawn_again_for_another_value_language_or_kind_of_text():
    class Named(forms.Form):
        name = forms.CharField()
        kind = forms.ChoiceField(choices=[("a", "<i>A</i>"), ("b", gettext_lazy("Oui"))])

    first = [str(Named({"name": "<Maud>", "kind": kind})[field]) for kind in "ab" for field in ("name", "kind")]
    again = [str(Named({"name": "<Maud>", "kind": kind})[field]) for kind in "ab" for field in ("name", "kind")]
    assert first == again
    assert first[0] == '<input type="text" name="name" value="&lt;Maud&gt;" required id="id_name">'
    assert '<option value="a" selected>&lt;i&gt;A&lt;/i&gt;</option>' in first[1]
    assert '<option value="b" selected>Oui</option>' in first[3]
    Named.base_fields["kind"].choices = [("a", mark_safe("<i>A</i>")), ("b", "Oui")]
    assert '<option value="a" selected><i>A</i></option>' in str(Named({"name": "", "kind": "a"})["kind"])
