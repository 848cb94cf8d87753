"""Whether the index says what the database says: the proof that no action forgets to log its change."""

import tantivy

from cercles.search.queries.folder import Opened
from cercles.search.queries.schema import NOTE, digest, key_of
from cercles.search.queries.sources import all_sources
from cercles.search.worker.writer import pieces


def kept(index: Opened) -> dict[str, bytes]:
    """Key and digest of every document."""
    found = index.searcher.search(tantivy.Query.all_query(), max(1, index.searcher.num_docs))
    documents = (index.searcher.doc(address) for _score, address in found.hits)
    return {row.get_first("key"): bytes(row.get_first("note")) for row in documents if row.get_first("key") != NOTE}


def expected() -> dict[str, bytes]:
    return {
        key_of(source.kind, obj.pk): digest(source.document(obj))
        for source in all_sources()
        for piece in pieces(source.objects())
        for obj in piece
    }


def differences(index: Opened) -> dict[str, list[str]]:
    """Keys missing from the index, left in it, or written before their last change."""
    have, want = kept(index), expected()
    return {
        "missing": sorted(want.keys() - have.keys()),
        "left": sorted(have.keys() - want.keys()),
        "old": sorted(key for key in want.keys() & have.keys() if want[key] != have[key]),
    }
