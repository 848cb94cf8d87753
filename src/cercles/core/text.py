"""Text made comparable: the one function that fills every ``search_key`` column, on SQLite as on PostgreSQL."""

import re
import unicodedata
from pathlib import PurePath

# Joining words, which say nothing in two letters: « Caisserie du Vallon » is CV.
_JOINING = frozenset({"d", "de", "des", "du", "l", "la", "le", "les", "et", "en", "a", "à", "au", "aux"})
NAMELESS = "Document"
_LONGEST_NUMBER = 19  # digits, from which a key cannot be kept
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": " ", "'": " ", "-": " ", "–": " ", "‑": " "})


def whole_number(written: str) -> int:
    """The number that an address or a form says, as long as a key may be; 0 for anything else: whoever asks, no page breaks."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) < _LONGEST_NUMBER else 0


def visible(text: str) -> str:
    """As it is read: composed letters, whichever system wrote them apart, and no sign that nobody sees or that turns others round."""
    if text.isascii() and text.isprintable():
        return text
    kept = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    return "".join(char for char in kept if unicodedata.category(char) not in ("Cc", "Cf"))


def file_name(name: str) -> str:
    """``visible``, for a name: « Document » in place of one that shows nothing before its kind."""
    path = PurePath(name)
    return (visible(path.stem).strip() or NAMELESS) + visible(path.suffix)


def search_key(*parts: str) -> str:
    """Casefold, drop accents and ligatures, turn hyphens and apostrophes into spaces: « L'Haÿ-les-Roses » → ``l hay les roses``.

    SQLite holds É ≠ é in ``icontains`` and ``Lower()``; comparing keys gives the same answers on both databases.
    """
    text = " ".join(part for part in parts if part).casefold().translate(_LIGATURES)
    if not text.isascii():  # registers are mostly in plain capitals: a fifth of the time of an import
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(text.split())


def initials(name: str) -> str:
    """Two letters for a disc: « Maud Lenoir » → ``ML``, « Val-Fibre » → ``VF``."""
    words = re.findall(r"[^\W\d_]+", name) or [name or "?"]
    others = [word for word in words[1:] if word not in _JOINING]
    letters = words[0][0] + (others[0][0] if others else words[0][1:2])
    return letters.upper()


def first_paragraph(text: str) -> str:
    """What stands before the first empty line: enough for one line of a list."""
    return re.split(r"\n\s*\n", (text or "").strip().replace("\r\n", "\n"), maxsplit=1)[0]
