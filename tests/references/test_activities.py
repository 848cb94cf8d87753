"""The nomenclature of activities: whole, and in agreement with the way codes are read."""

from collections import Counter

import pytest

from cercles.references.queries import activity_divisions, activity_label, activity_levels
from cercles.references.queries.activities import _labels


def test_the_whole_nomenclature_is_named() -> None:
    """Of NAF rév. 2: 21 sections, 88 divisions, 732 sub-classes."""
    assert Counter(len(code) for code in _labels()) == {1: 21, 2: 88, 6: 732}
    assert [code for code, label in _labels().items() if not label or label != label.strip() or "  " in label] == []


def test_each_code_is_inside_a_division_and_a_section_that_are_named() -> None:
    for code in (code for code in _labels() if "." in code):
        levels = activity_levels(code)
        assert levels is not None
        section, division, same = levels
        assert same == code
        assert {section, division} <= {*_labels()}
        assert division in activity_divisions(section)
    assert {code for code in _labels() if len(code) == 2} == {code[:2] for code in _labels() if "." in code}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("Q", "Santé humaine et action sociale"),
        ("38", "Collecte, traitement et élimination des déchets\u202f; récupération"),
        ("38.31Z", "38.31Z · Démantèlement d’épaves"),
        ("88.99A", "88.99A · Autre accueil ou accompagnement sans hébergement d’enfants et d’adolescents"),
        ("01.11Z", "01.11Z · Culture de céréales (à l’exception du riz), de légumineuses et de graines oléagineuses"),
        ("00.00Z", "00.00Z"),
    ],
)
def test_a_code_is_told_with_its_name(code: str, said: str) -> None:
    assert activity_label(code) == said
