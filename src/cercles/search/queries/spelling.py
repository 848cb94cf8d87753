"""The same name spelt otherwise: « A.D.M.R. » and « ADMR », « St-Étienne » and « Saint Étienne »."""

import re

from cercles.core.text import search_key

# What stands for a longer word, in names already made comparable by ``core.text.search_key``.
SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
# Signs that stand against a word without being of it: « ASSOCIATION "RECYCLERIE (LA) ».
SIGNS = '"()[]{}<>«»“”„,;:!?/\\|+*=&#%@~^`…·•_–—'
_SPACES = str.maketrans(SIGNS, " " * len(SIGNS))
_DOTTED = re.compile(r"\b(?:\w\.){2,}\w?(?!\w)")
_SPACED = re.compile(r"\b\w(?: \w){2,}\b")


def joined_letters(text: str) -> str:
    """« A.D.M.R. » written « ADMR »; letters that stand alone are left to what they say."""
    return _DOTTED.sub(lambda met: met.group().replace(".", ""), text) if "." in text else text


def words_of(text: str) -> list[str]:
    """Of what is typed, the words that names are looked up by."""
    return search_key(joined_letters(text)).translate(_SPACES).split()


def spelt(names: str) -> str:
    """The words of a name, and the other ways one may type some of them."""
    if not names.replace(" ", "").isalnum():
        names = names.translate(_SPACES)
    words = names.split()
    if not (1 in map(len, words) or "." in names or not SHORT.keys().isdisjoint(words)):  # most of them
        return names
    more = [SHORT[word] for word in words if word in SHORT]
    if "." in names:
        more += [met.group().replace(".", "") for met in _DOTTED.finditer(names)]
        more += [piece for word in words if "." in word for piece in word.split(".") if len(piece) > 1]
    more += [met.group().replace(" ", "") for met in _SPACED.finditer(names)]
    return " ".join([names, *more]) if more else names
