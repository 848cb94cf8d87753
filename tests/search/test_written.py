"""What the engine is given of a document, to the letter."""

import json
from datetime import date

import tantivy

from cercles.search.queries.schema import build_schema, digest, noted, teach, written
from cercles.search.queries.sources import Document

FULL = Document(
    'Dite « l\'"Œuvre" » \\ n°\x011', ["network", "circle:3", "circle:3"], "Aider\n\tles aînés 🌿", "oeuvre st jean", ["123456789", ""],
    {"category": ("association",), "area": ["departement:45"], "group": ["epci:1"], "commune": (),
     "state": ["active"], "theme": ["b", "a", "b"], "sdg": [""]},
    ("commune:45208", "region:24"), date(2026, 6, 1), True, "circle:3",
)  # fmt: skip
SAID = {
    "category": "association", "area": "departement:45", "group": "epci:1", "commune": "-", "activity": "-", "state": "active",
    "at": 739768,
    "number": ["123456789"], "place": ["commune:45208", "region:24"],
    "words": ['Dite « l\'"Œuvre" » \\ n°\x011', "Aider\n\tles aînés 🌿"], "names": "oeuvre st jean saint", "named": "oeuvre st jean saint",
    "theme": ["a", "b"],
    "closed": ["public"], "open_kind": ["network a.b"], "mark": ["ended", "tagged"], "inside": "circle:3", "key": "a.b:7",
    "kind": "a.b", "pk": 7,
    "sort": "oeuvre st jean\x000000000000000000007",
}  # fmt: skip
BARE = {
    **dict.fromkeys(("category", "area", "group", "commune", "activity", "state"), "-"), "at": 0, "number": [], "place": [],
    "words": ["Seule", ""], "names": "seule", "named": "seule", "closed": ["public", "network"],
    "audience_kind": [], "audience": [], "key": "a.b:1", "kind": "a.b", "pk": 1,
    "sort": "seule\x000000000000000000001",
}  # fmt: skip


def test_a_document_with_everything_and_one_with_nothing() -> None:
    for pk, document, expected in ((7, FULL, SAID), (1, Document("Seule", ()), BARE)):
        said = json.loads(written("a.b", pk, document))
        assert len(said.pop("note")) == 12  # eight bytes
        if "closed" in said:
            said["closed"].sort(reverse=True)
        assert said == expected


def test_its_digest_is_of_what_it_says_and_not_of_the_order_of_its_codes() -> None:
    turned = FULL._replace(audience={"circle:3", "network"}, places=["region:24", "commune:45208"])
    assert digest(turned) == digest(FULL)
    changes = (
        {"title": "x"}, {"text": ""}, {"key": "x"}, {"numbers": ()}, {"places": ()}, {"at": None}, {"ended": False}, {"inside": ""},
        {"audience": ["public"]}, {"facets": {}},
    )  # fmt: skip
    assert len({digest(FULL), *(digest(FULL._replace(**change)) for change in changes)}) == 11


def test_the_engine_reads_it_back_and_orders_by_a_column_that_nobody_looks_up() -> None:
    index = teach(tantivy.Index(build_schema()))
    writer = index.writer(15_000_000, 1)
    for pk, name in ((1, "Vallon"), (2, "Abeille"), (3, "abeille")):
        writer.add_json(written("a.b", pk, Document(name, ["public"], key=name.lower())))
    writer.add_json(written("a.b", 7, FULL))
    writer.add_document(noted(b"{}"))
    writer.commit()
    index.reload()
    searcher = index.searcher()
    everything = tantivy.Query.term_query(index.schema, "kind", "a.b", "basic")
    hits = searcher.search(everything, 10, order_by_field="sort", order=tantivy.Order.Asc).hits
    assert searcher.fast_field_values("pk", [address for _value, address in hits]) == [2, 3, 7, 1]
    assert hits[0][0] == "abeille\x000000000000000000002"
    stored = searcher.doc(hits[2][1]).to_dict()
    assert stored == {"key": ["a.b:7"], "note": [digest(FULL)]}
    assert searcher.terms_with_prefix("sort", "") == []
    assert searcher.terms_with_prefix("mark", "") == [("ended", 1), ("tagged", 1)]
