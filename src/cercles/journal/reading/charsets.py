"""Bytes into text, whatever the mail says of them: what is declared is often wrong, and no letter is lost for that."""

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header
from typing import Any

# Declared so, they are really the wider one: what Windows adds to Latin 1, what GB 18030 adds to GB 2312.
_WIDER = {
    "iso-8859-1": "windows-1252", "latin-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "utf-8", "ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman", "x-macroman": "mac_roman", "ks_c_5601-1987": "cp949", "x-sjis": "cp932", "cp-850": "cp850",
    "unicode-1-1-utf-7": "utf-7", "iso-8859-8-i": "iso-8859-8",
}  # fmt: skip
# Known to Python and to no mail: some refuse everything, some make characters out of what people write.
_NOT_OF_MAILS = {
    "undefined", "unicode-escape", "raw-unicode-escape", "unicode-internal", "idna", "punycode", "palmos", "mbcs", "oem", "charmap",
}  # fmt: skip
_UNWRITABLE = re.compile("[\ud800-\udfff]")
_MANY_UTF8 = re.compile(rb"[\xc3\xc2\xe2][\x80-\xbf]")


def text_of(raw: bytes, charset: str | None = None) -> str:
    """Declared first, unless the bytes are plainly UTF-8; then UTF-8, then Windows, which refuses nothing that matters."""
    declared = (charset or "").strip().strip("'\"").lower()
    declared = _WIDER.get(declared, declared)
    tried = [declared, "utf-8", "windows-1252"] if declared else ["utf-8", "windows-1252"]
    if declared.startswith(("windows-125", "iso-8859")) and _MANY_UTF8.search(raw):
        tried.insert(0, "utf-8")
    for name in tried:
        text = _decoded(raw, name)
        if text is not None:
            return writable(text)
    return writable(raw.decode("windows-1252", errors="replace"))


def _decoded(raw: bytes, name: str) -> str | None:
    """None when it is not so written, or when no such way of writing exists."""
    try:
        codec = codecs.lookup(name)
        if codec.name.replace("_", "-") in _NOT_OF_MAILS:
            return None
        return raw.decode(codec.name)
    except (UnicodeError, LookupError, ValueError):  # a name with a zero byte is a ValueError
        return None


def writable(text: str) -> str:
    """Without what neither a file nor the database can hold: halves of characters, zero bytes."""
    return _UNWRITABLE.sub("\ufffd", text).replace("\x00", "")


def header_text(value: Any) -> str:
    """A header as words: encoded words of any charset, raw 8-bit bytes, several in a row; never an exception."""
    text = str(value)
    if any("\udc80" <= char <= "\udcff" for char in text):  # raw bytes, as the parser hides them
        text = text_of(text.encode("utf-8", "surrogateescape"))
    try:
        pieces = decode_header(text) if "=?" in text else [(text, None)]
    except (ValueError, LookupError, HeaderParseError, AssertionError):  # whatever the library thinks of it
        pieces = [(text, None)]
    words = "".join(text_of(piece, name) if isinstance(piece, bytes) else piece for piece, name in pieces)
    return " ".join(writable(words).split())
