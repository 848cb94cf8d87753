"""The shape of the index and how texts become terms. Changing anything here changes ``SHAPE``: an index of another shape is rebuilt."""

from base64 import b64encode
from collections.abc import Collection
from hashlib import blake2b, sha256
from importlib.metadata import version
from inspect import getsource
from json.encoder import encode_basestring as quoted

import tantivy

from cercles.core.audience import NETWORK, PUBLIC
from cercles.search.queries.sources import Document
from cercles.search.queries.spelling import SIGNS, spelt

# « l’insertion », « qu’elle »: the tokenizer cuts at the apostrophe. Then the words that tell nothing. All without accents.
_SMALL_WORDS = """l d j m t s n c qu jusqu lorsqu puisqu quoiqu
    a au aux ce ces cet cette dans de des du en et il ils la le les leur leurs mes mon nos notre ou par pas pour que qui
    sa se ses son sur un une vos votre"""
_SMALL = _SMALL_WORDS.split()
# Facets of which a document has one value at most: counted by its column. What is written begins by where it lies or its place.
SINGLE = ("area", "group", "commune", "category", "activity", "state")
MANY = ("theme", "sdg", "model")
_PLAIN = ("key", "kind", "audience", "closed", "open_kind", "audience_kind", "number", "place", "mark", "inside")
NOTHING = "-"  # the value of a document that has none: a column without holes is read several times faster
CHOSEN_BY = {"territory": "place", "activity": "place"}
COUNTED_BY = {"territory": "area"}
ENDED, TAGGED = "ended", "tagged"  # marks that few documents bear
_NONE = ("",)
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


def _unseen() -> tantivy.TextAnalyzer:
    """No word at all: of a column that nobody looks up, whose two million lists of one document would be written for nothing."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.remove_long(0)).build()


def build_schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    for name in (*_PLAIN, *SINGLE, *MANY):
        fast = name in (*SINGLE, *MANY, "kind")
        made.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=fast, stored=name == "key")
    made.add_text_field("sort", tokenizer_name="cercles_column", index_option="basic", fast=True)
    made.add_text_field("words", tokenizer_name="cercles_french")
    made.add_text_field("names", tokenizer_name="cercles_names", index_option="basic")
    made.add_text_field("named", tokenizer_name="cercles_french", index_option="basic")
    made.add_bytes_field("note", stored=True)
    made.add_unsigned_field("pk", fast=True)
    made.add_unsigned_field("at", fast=True)
    return made.build()


def teach(index: tantivy.Index) -> tantivy.Index:
    """Give an opened index its analyzers: they are not kept in its files."""
    index.register_tokenizer("cercles_french", _french())
    index.register_tokenizer("cercles_names", _names())
    index.register_tokenizer("cercles_column", _unseen())
    index.register_fast_field_tokenizer("cercles_column", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).build())
    return index


def written(kind: str, pk: int, document: Document) -> str:
    """An object as the engine takes it: as JSON, which costs half of the calls that would name each value. Texts are not stored:
    what is shown is read again from the database."""
    body = _body(document)
    sort = f"{document.names[:_SORTED]}\x00{pk:019}"  # as the database sorts: by bytes, then in the order of writing
    return (
        f'{{{body},"key":"{key_of(kind, pk)}","kind":"{kind}","pk":{pk},"sort":{quoted(sort)}'
        f',"note":"{b64encode(_sum(body)).decode()}"{_readers(kind, document.audience)}}}'
    )


def _readers(kind: str, audience: Collection[str]) -> str:
    """Who reads it, among the objects of its kind: by the wide strings, and by the narrow ones when those that accounts hold do not open
    it. Whoever asks for one kind is spared the list of the kind."""
    if PUBLIC in audience:
        return f',"open_kind":["{PUBLIC} {kind}","{NETWORK} {kind}"]'
    if NETWORK in audience:
        return f',"open_kind":["{NETWORK} {kind}"]'
    return f',"audience_kind":{_list([f"{one} {kind}" for one in audience if one])}'


def _body(document: Document) -> str:
    """All that the index keeps of a document but the object it is of, in one order whatever that of its codes."""
    title, audience, text, _key, numbers, facets, places, at, ended, inside = document
    names = quoted(spelt(document.names))
    single = [f'"{name}":{quoted(next(iter(facets.get(name) or _NONE)) or NOTHING)}' for name in SINGLE]
    many = [name for name in MANY if any(facets.get(name, ()))]
    said = [
        *([f'"inside":{quoted(inside)}'] if inside else ()), *single, f'"at":{at.toordinal() if at else 0}',
        f'"number":{_list(numbers)},"place":{_list(places)}',
        f'"words":[{quoted(title)},{quoted(text)}],"names":{names},"named":{names}',
        *[f'"{name}":{_list(facets[name])}' for name in many],
    ]  # fmt: skip
    if closed := closed_to(audience):
        said.append(f'"closed":{_list(closed)}')
    if NETWORK in closed:
        said.append(f'"audience":{_list(audience)}')
    if ended or many:
        said.append(f'"mark":{_list((ENDED if ended else "", TAGGED if many else ""))}')
    return ",".join(said)


def _list(codes: Collection[str]) -> str:
    """One that is empty says nothing. A tuple comes in the same order each time; whatever else, each once in theirs."""
    if type(codes) is not tuple:
        codes = sorted(set(codes))
    return f"[{','.join([quoted(code) for code in codes if code])}]"


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
    return _sum(_body(document))


def _sum(body: str) -> bytes:
    return blake2b(body.encode(), digest_size=8).digest()


def key_of(kind: str, pk: int) -> str:
    return f"{kind}:{pk}"


def shape() -> str:
    """A name for this shape and this engine."""
    parts = (build_schema, _french, _names, _unseen, written, _readers, _body, _list, noted, closed_to, spelt)
    said = [version("tantivy"), *(getsource(part) for part in parts), *_SMALL, *_PLAIN, SIGNS]
    return sha256("\n".join(said).encode()).hexdigest()[:8]


SHAPE = shape()
_FRENCH = _french()
