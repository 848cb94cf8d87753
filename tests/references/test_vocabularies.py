import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command

from cercles.core import clock
from cercles.references.actions import load_terms
from cercles.references.enums import Vocabulary
from cercles.references.models import Term
from cercles.references.queries import by_code, choices, families, terms, vocabularies
from tests.factories.references import TermFactory, shipped

pytestmark = pytest.mark.django_db


def row(code: str, label: str, **columns: str) -> dict[str, str]:
    empty = dict.fromkeys(("parent", "definition", "source", "valid_from", "valid_to"), "")
    return {**empty, "vocabulary": "theme", "code": code, "label": label, **columns}


def test_what_ships_loads_once(capsys: Any) -> None:
    for expected in (
        {"created": len(shipped()), "updated": 0, "unchanged": 0, "closed": 0},
        {"created": 0, "updated": 0, "unchanged": len(shipped()), "closed": 0},
    ):
        call_command("load_references")
        assert json.loads(capsys.readouterr().out.splitlines()[-1]) == expected


def test_what_ships_is_whole() -> None:
    assert Counter(row["vocabulary"] for row in shipped()) == {
        "category": 37, "innovation_role": 4, "theme": 19, "sdg": 17, "economic_model": 10, "lever": 31,
        "support_form": 14, "investment_mode": 17, "partnership_type": 4, "scaling_strategy": 5, "evaluation_method": 12,
    }  # fmt: skip
    assert [row["code"] for row in shipped() if not row["definition"]] == []
    assert [row["code"] for row in shipped() if re.search(r"'| [:;?!»]|« ", row["label"] + row["definition"])] == []
    assert [row["code"] for row in shipped() if row["vocabulary"] == "sdg"] == [str(n) for n in range(1, 18)]


def test_a_label_changes_under_the_same_id_and_a_word_left_out_is_closed() -> None:
    load_terms([row("a", "Ancien"), row("b", "Bientôt fini")])
    kept = Term.objects.get(code="a").pk
    with clock.at(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        assert load_terms([row("a", "Nouveau")]) == {"created": 0, "updated": 1, "unchanged": 0, "closed": 1}
        assert load_terms([row("a", "Nouveau")])["closed"] == 0
    assert Term.objects.get(pk=kept).label == "Nouveau"
    assert Term.objects.get(code="b").valid_to == date(2026, 3, 1)
    assert load_terms([row("a", "Nouveau"), row("b", "Revenu")])["updated"] == 1
    assert Term.objects.get(code="b").valid_to is None


def test_only_words_in_use_are_offered() -> None:
    TermFactory(code="now", label="Maintenant", position=1)
    TermFactory(code="old", valid_to=date(2020, 1, 1))
    TermFactory(code="soon", valid_from=date(2030, 1, 1))
    with clock.at(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        assert choices("theme") == [("now", "Maintenant")]
        assert choices("theme", empty="Tous") == [("", "Tous"), ("now", "Maintenant")]
        assert [term.code for term in terms("theme", day=date(2019, 6, 1))] == ["old", "now"]
        assert sorted(by_code("theme")) == ["now", "old", "soon"]
        assert {one.code: one.count for one in vocabularies()} == {
            **dict.fromkeys(Vocabulary.values, 0), "theme": 1,
        }  # fmt: skip


def test_sub_terms_stand_below_their_term() -> None:
    parent = TermFactory(code="siae", vocabulary="category", position=1)
    for code in ("ei", "aci"):
        TermFactory(code=code, vocabulary="category", parent=parent, position=2)
    assert [(term.code, [one.code for one in below]) for term, below in families("category")] == [
        ("siae", ["aci", "ei"])
    ]


# Pages


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_and_a_vocabulary_ask_one_query(client: Any, queries: Any, n: int) -> None:
    TermFactory.create_batch(n, source="Le RAMEAU", valid_from=date(2019, 9, 23))
    with queries(1):
        client.get("/references/")
    with queries(1):
        html = client.get("/references/theme/").content.decode()
    assert html.count("depuis le 23\u00a0septembre 2019") == n


def test_a_vocabulary_says_what_each_word_means_and_where_it_comes_from(client: Any) -> None:
    call_command("load_references")
    html = client.get("/references/sdg/").content.decode()
    assert "Énergie propre et d’un coût abordable" in html
    assert "Nations unies" in html
    assert "siae_geiq" in client.get("/references/category/").content.decode()


def test_an_unknown_vocabulary_does_not_exist(client: Any) -> None:
    assert client.get("/references/couleurs/").status_code == 404


def test_an_empty_vocabulary_says_how_to_fill_it(client: Any) -> None:
    assert "cercles load-references" in client.get("/references/lever/").content.decode()
