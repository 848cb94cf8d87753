"""Words as they are compared."""

from cercles_engine.matching import words


def test_accents_capitals_and_common_words_do_not_count() -> None:
    said = words("L’été, la LAVERIE partagée des quatre PME : laverie, œuvre et été !")
    assert said == {"ete": 2, "laverie": 2, "partagee": 1, "quatre": 1, "pme": 1, "oeuvre": 1}


def test_nothing_said() -> None:
    assert words("") == {}
