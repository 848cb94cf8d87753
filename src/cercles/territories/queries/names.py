"""The words of a place's name, made comparable."""

import re
from collections.abc import Iterator

from cercles.core.text import search_key
from cercles.territories.enums import NameRank

ARTICLES = frozenset({"l", "la", "le", "les"})
# Nobody begins to type a place by these.
SMALL = ARTICLES | {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "sous", "sur"}
_ELIDED = frozenset({"d", "l"})
_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "mt": "mont", "nd": "notre dame"}
_SLASH = re.compile(r"\b(s/s(?![a-z])|ss?/)[/\s-]*", re.IGNORECASE)
_ORDINAL = re.compile(r"\b(\d{1,2}) ?(?:er|e|eme|ieme)\b")


def place_key(text: str) -> str:
    """« St-Jean d'Angély » → ``saint jean d angely``, « Paris 11ème » → ``paris 11e``, « Rosny s/s Bois » → ``rosny sous bois``."""
    text = _SLASH.sub(lambda found: "sur " if found[1].lower() == "s/" else "sous ", text)
    words = re.sub(r"[^a-z0-9]+", " ", search_key(text)).split()
    key = " ".join(_SHORT.get(word, word) for word in words)
    return _ORDINAL.sub(lambda found: found[1] + ("er" if found[1] == "1" else "e"), key)


def typed_keys(text: str) -> list[str]:
    """What somebody who is still typing may mean: « st » begins « saint » and « Strasbourg » as well."""
    key = place_key(text)
    if re.search(r"[a-z] 0\d$", key):  # « Lyon 03 », as envelopes say it
        return [key, f"{key[:-2]}{key[-1]}"]
    last = re.sub(r"[^a-z0-9]+", " ", search_key(text)).split()[-1:]
    if last and last[0] in _SHORT:
        return [key, key.removesuffix(_SHORT[last[0]]) + last[0]]
    return [key]


def name_keys(name: str) -> Iterator[tuple[str, NameRank]]:
    """The keys by which a name is found: whole, without its article, and from each word that counts."""
    key = place_key(name)
    yield key, NameRank.WHOLE
    words = key.split()
    if words[0] in _ELIDED and len(words) > 1:
        yield words[0] + " ".join(words[1:]), NameRank.NO_ARTICLE
    rank = NameRank.NO_ARTICLE if words[0] in ARTICLES else NameRank.WORD
    for start in range(1, len(words)):
        if words[start] not in SMALL:
            yield " ".join(words[start:]), rank
            rank = NameRank.WORD
