"""The field that finds one thing by its name, without JavaScript."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.test import override_settings

from cercles.core.fields import Choice, PickField, suggestions


@dataclass(frozen=True)
class Town:
    pk: int
    label: str


TOWNS = [Town(1, "Saint-Denis (93)"), Town(2, "Saint-Denis (974)"), Town(3, "Orléans (45)")]


def find(text: str) -> list[Choice]:
    return [Choice(str(town.pk), town.label, "ville") for town in TOWNS if text.lower() in town.label.lower()]


def load(pk: int) -> Town | None:
    return next((town for town in TOWNS if town.pk == pk), None)


class TownForm(forms.Form):
    town = PickField(label="Ville", find=find, load=load, url="core:gallery")
    other = PickField(label="Autre", find=find, load=load, url="core:gallery", required=False)


def sent(**data: str) -> TownForm:
    return TownForm(data)


def errors(form: TownForm) -> dict[str, list[str]]:
    return {name: [error.code for error in found] for name, found in form.errors.as_data().items()}


def test_one_answer_is_taken() -> None:
    form = sent(town="orléans")
    assert form.is_valid()
    assert form.cleaned_data == {"town": TOWNS[2], "other": None}


def test_several_come_back_as_radio_buttons_and_nothing_is_lost() -> None:
    form = sent(town="saint-denis")
    assert errors(form) == {"town": ["several"]}
    html = str(form["town"])
    assert html.count('type="radio"') == 2
    assert 'value="saint-denis"' in html
    chosen = sent(town="saint-denis", town_for="saint-denis", town_id="2")
    assert chosen.is_valid()
    assert chosen.cleaned_data["town"] == TOWNS[1]


def test_words_changed_after_the_choice_are_what_counts() -> None:
    form = sent(town="orléans", town_for="saint-denis", town_id="2")
    assert form.is_valid()
    assert form.cleaned_data["town"] == TOWNS[2]


def test_the_whole_label_is_one_answer() -> None:
    assert sent(town="saint-denis (93)").is_valid()


def test_refusals() -> None:
    assert errors(sent(town="")) == {"town": ["required"]}
    assert errors(sent(town="Nulle-Part")) == {"town": ["unknown"]}
    assert errors(sent(town="x", town_for="x", town_id="99")) == {"town": ["refused"]}
    assert errors(sent(town="x", town_for="x", town_id="1 OR 1")) == {"town": ["refused"]}


def test_what_is_typed_is_escaped() -> None:
    assert "<script>alert" not in str(sent(town="<script>alert(1)</script>")["town"])


def test_an_object_or_its_id_fills_the_box() -> None:
    for initial in (TOWNS[2], 3):
        form = TownForm(initial={"town": initial})
        html = str(form["town"])
        assert 'value="Orléans (45)"' in html
        assert 'name="town_id" value="3"' in html
    assert 'name="town_id" value=""' in str(TownForm()["town"])


def test_the_same_choice_is_no_change() -> None:
    form = TownForm(
        {"town": "Orléans (45)", "town_for": "Orléans (45)", "town_id": "3"}, initial={"town": TOWNS[2]}
    )  # fmt: skip
    assert form.changed_data == []


def test_suggestions() -> None:
    assert suggestions(" ", find) == {"results": []}
    assert suggestions("orl", find) == {"results": [{"value": "3", "label": "Orléans (45)", "note": "ville"}]}


@override_settings(STATIC_URL="/static/")
def test_the_script_comes_with_the_form() -> None:
    script: Any = str(TownForm().media)
    assert script == '<script src="/static/core/pick.js" defer></script>'
