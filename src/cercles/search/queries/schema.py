"""The shape of the index and how texts become terms. Changing anything here changes ``SHAPE``: an index of another shape is rebuilt."""

from collections.abc import Collection
from hashlib import blake2b, sha256
from importlib.metadata import version
from inspect import getsource

import tantivy

from cercles.core.audience import NETWORK, PUBLIC
from cercles.search.queries.sources import Document
from cercles.search.queries.spelling import spelt

# « l’insertion », « qu’elle »: the tokenizer cuts at the apostrophe. Then the words that tell nothing. All without accents.
_SMALL_WORDS = """l d j m t s n c qu jusqu lorsqu puisqu quoiqu
    a au aux ce ces cet cette dans de des du en et il ils la le les leur leurs mes mon nos notre ou par pas pour que qui
    sa se ses son sur un une vos votre"""
_SMALL = _SMALL_WORDS.split()
SINGLE = (
    "category",
    "area",
    "commune",
    "activity",
    "state",
)  # facets of which a document has one value at most: counted by its column
MANY = ("theme", "sdg", "model")
NOTHING = "-"  # the value of a document that has none: a column without holes is read several times faster
CHOSEN_BY = {"territory": "place", "activity": "place"}
COUNTED_BY = {"territory": "area"}
ENDED, TAGGED = "ended", "tagged"  # marks that few documents bear
_SORTED = 360  # letters of a name by which lists are in order: all of those that the database keeps
NOTE = "position"  # the one document that is no object: how far the index has read, committed with what it read


def _french() -> tantivy.TextAnalyzer:
    """Accents go before the stemmer, so that « métiers » and « metiers » have one stem."""
    keep = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    keep = keep.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
    keep = keep.filter(tantivy.Filter.custom_stopword(_SMALL)).filter(tantivy.Filter.remove_long(60))
    return keep.filter(tantivy.Filter.stemmer("french")).build()


def stems(text: str) -> list[str]:
    """What the words of ``text`` that tell something are looked up by."""
    return _FRENCH.analyze(text)


def _names() -> tantivy.TextAnalyzer:
    """Of a text that ``core.text.search_key`` already made comparable: its words, and nothing else."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def build_schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    for name in ("key", "kind", "audience", "closed", "number", "place", "mark", *SINGLE, *MANY):
        fast = name in (*SINGLE, *MANY, "kind")
        made.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=fast, stored=name == "key")
    made.add_text_field("sort", tokenizer_name="raw", index_option="basic", fast=True)
    made.add_text_field("words", tokenizer_name="cercles_french")
    made.add_text_field("names", tokenizer_name="cercles_names", index_option="basic")
    made.add_bytes_field("note", stored=True)
    made.add_unsigned_field("pk", fast=True)
    made.add_unsigned_field("at", fast=True)
    return made.build()


def teach(index: tantivy.Index) -> tantivy.Index:
    """Give an opened index its analyzers: they are not kept in its files."""
    index.register_tokenizer("cercles_french", _french())
    index.register_tokenizer("cercles_names", _names())
    return index


def written(kind: str, pk: int, document: Document) -> tantivy.Document:
    """An object as the engine takes it. Texts are not stored: what is shown is read again from the database."""
    made = tantivy.Document()
    text = made.add_text
    key, names, get = key_of(kind, pk), document.names, document.facets.get
    text("key", key)
    text("kind", kind)
    made.add_unsigned("pk", pk)
    made.add_unsigned("at", document.at.toordinal() if document.at else 0)
    for name in SINGLE:
        text(name, next(iter(get(name) or ()), "") or NOTHING)
    many = [(name, code) for name in MANY for code in set(get(name) or ())]
    codes = [("audience", code) for code in set(document.audience)]
    codes += [("number", code) for code in set(document.numbers)]
    codes += [("place", code) for code in set(document.places)]
    codes += [("closed", name) for name in closed_to(document.audience)]
    codes += [("mark", mark) for mark, borne in ((ENDED, document.ended), (TAGGED, many)) if borne]
    for name, code in codes + many:
        if code:
            text(name, code)
    text("sort", f"{names[:_SORTED]}\x00{pk:019}")  # as the database sorts: by bytes, then in the order of writing
    text("words", document.title)
    text("words", document.text)
    text("names", spelt(names))
    made.add_bytes("note", digest(document))
    return made


def noted(said: bytes) -> tantivy.Document:
    """The one document that is no object: nobody's, and whole like the others, so that no column has a hole."""
    made = tantivy.Document()
    for name, value in (("key", NOTE), ("kind", NOTE), ("sort", ""), *((name, NOTHING) for name in SINGLE)):
        made.add_text(name, value)
    for name in closed_to(()):
        made.add_text("closed", name)
    made.add_bytes("note", said)
    made.add_unsigned("pk", 0)
    made.add_unsigned("at", 0)
    return made


def closed_to(audience: Collection[str]) -> list[str]:
    """The wide strings that do not open the document; whoever holds ``network`` holds ``public`` as well.

    Nearly everything is wide open: leaving out the few documents that are not costs much less than keeping the many that are.
    """
    if PUBLIC in audience:
        return []
    return [PUBLIC] if NETWORK in audience else [PUBLIC, NETWORK]


def digest(document: Document) -> bytes:
    """What two readings of one object have in common when nothing changed."""
    said = [document.title, document.text, document.names, f"{document.at}{document.ended:d}"]
    for name, codes in (
        *document.facets.items(),
        ("", document.audience),
        ("", document.numbers),
        ("", document.places),
    ):
        said.append(name)
        said += sorted(set(codes)) if len(codes) > 1 else codes
    return blake2b("\n".join(said).encode(), digest_size=8).digest()


def key_of(kind: str, pk: int) -> str:
    return f"{kind}:{pk}"


def shape() -> str:
    """A name for this shape and this engine."""
    said = [
        version("tantivy"),
        *(getsource(part) for part in (build_schema, _french, _names, written, noted, digest, closed_to, spelt)),
        *_SMALL,
    ]
    return sha256("\n".join(said).encode()).hexdigest()[:8]


SHAPE = shape()
_FRENCH = _french()
