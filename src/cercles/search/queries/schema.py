"""The shape of the index and how texts become terms. Changing anything here changes ``SHAPE``: an index of another shape is rebuilt."""

from hashlib import sha256
from importlib.metadata import version
from inspect import getsource

import tantivy

from cercles.search.queries.sources import Document, Source

# « l’insertion », « qu’elle »: the tokenizer cuts at the apostrophe. Then the words that tell nothing. All without accents.
_SMALL_WORDS = """l d j m t s n c qu jusqu lorsqu puisqu quoiqu
    a au aux ce ces cet cette dans de des du en et il ils la le les leur leurs mes mon nos notre ou par pas pour que qui
    sa se ses son sur un une vos votre"""
_SMALL = _SMALL_WORDS.split()
FACETS = ("category", "area", "theme", "sdg", "model")  # counted; chosen by their codes, ``area`` by those of ``place``
CHOSEN_BY = {"territory": "place"}
COUNTED_BY = {"territory": "area"}
NOTE = "position"  # the one document that is no object: how far the index has read, committed with what it read


def _french() -> tantivy.TextAnalyzer:
    """Accents go before the stemmer, so that « métiers » and « metiers » have one stem."""
    return _plain(stemmer=True)


def _plain(*, stemmer: bool = False) -> tantivy.TextAnalyzer:
    keep = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    keep = keep.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())
    keep = keep.filter(tantivy.Filter.custom_stopword(_SMALL)).filter(tantivy.Filter.remove_long(60))
    return (keep.filter(tantivy.Filter.stemmer("french")) if stemmer else keep).build()


def plain_words(text: str) -> list[str]:
    """The words of ``text`` that tell something."""
    return _PLAIN.analyze(text)


def _names() -> tantivy.TextAnalyzer:
    """Of a text that ``core.text.search_key`` already made comparable: its words, and nothing else."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def build_schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    for name in ("key", "kind", "audience", "number", "place", *FACETS):
        fast = name in FACETS or name == "kind"
        made.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=fast, stored=name in ("key", "kind"))
    for name in ("title", "words"):
        made.add_text_field(name, tokenizer_name="cercles_french")
    made.add_text_field("plain", tokenizer_name="cercles_plain", index_option="freq")
    made.add_text_field("names", tokenizer_name="cercles_names", index_option="basic")
    made.add_text_field("note", tokenizer_name="raw", index_option="basic", stored=True)
    made.add_unsigned_field("pk", indexed=True, fast=True)
    made.add_unsigned_field("at", fast=True)
    return made.build()


def teach(index: tantivy.Index) -> tantivy.Index:
    """Give an opened index its analyzers: they are not kept in its files."""
    index.register_tokenizer("cercles_french", _french())
    index.register_tokenizer("cercles_plain", _plain())
    index.register_tokenizer("cercles_names", _names())
    return index


def written(source: Source, pk: int, document: Document) -> tantivy.Document:
    """An object as the engine takes it. Texts are not stored: what is shown is read again from the database."""
    made = tantivy.Document()
    made.add_text("key", key_of(source.kind, pk))
    made.add_text("kind", source.kind)
    made.add_unsigned("pk", pk)
    made.add_unsigned("at", document.at.toordinal() if document.at else 0)
    values = {"audience": document.audience, "number": document.numbers, "place": document.places, **document.facets}
    for name, codes in values.items():
        for code in sorted(set(codes) - {""}):
            made.add_text(name, code)
    made.add_text("title", document.title)
    made.add_text("words", document.text)
    made.add_text("plain", f"{document.title} {document.text}")
    made.add_text("names", document.names)
    made.add_text("note", digest(document))
    return made


def digest(document: Document) -> str:
    """What two readings of one object have in common when nothing changed."""
    said = [document.title, document.text, document.names, str(document.at)]
    said += [f"{name}={code}" for name, codes in sorted(document.facets.items()) for code in sorted(set(codes))]
    said += [*sorted(set(document.audience)), *sorted(set(document.numbers)), *sorted(set(document.places))]
    return sha256("\n".join(said).encode()).hexdigest()[:16]


def key_of(kind: str, pk: int) -> str:
    return f"{kind}:{pk}"


def shape() -> str:
    """A name for this shape and this engine."""
    said = [
        version("tantivy"),
        *(getsource(part) for part in (build_schema, _french, _plain, _names, written)),
        *_SMALL,
    ]
    return sha256("\n".join(said).encode()).hexdigest()[:8]


SHAPE = shape()
_PLAIN = _plain()
