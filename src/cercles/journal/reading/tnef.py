"""Files inside a winmail.dat (MS-OXTNEF): a flat list of attributes, of which we want two, the name and the content of each file."""

import struct
from collections.abc import Iterator

_SIGNATURE = 0x223E9F78
_RENDER, _TITLE, _DATA, _PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_LONG_NAME = {0x3707001E: "cp1252", 0x3707001F: "utf-16-le"}
_FIXED = {
    0x02: 4,
    0x03: 4,
    0x04: 4,
    0x05: 8,
    0x06: 8,
    0x07: 8,
    0x0A: 4,
    0x0B: 4,
    0x14: 8,
    0x40: 8,
    0x48: 16,
}  # sizes of MAPI types
_LEVEL_FILE = 2


class TnefUnreadable(ValueError):
    """It is cut short, or not what it says."""


def files_of_tnef(raw: bytes) -> list[tuple[str, bytes]]:
    """``(name, content)`` of each file."""
    found: list[list] = []
    for level, attribute, data in _attributes(raw):
        if level != _LEVEL_FILE:
            continue
        if attribute == _RENDER:
            found.append(["", b"", ""])
        elif found and attribute == _TITLE:
            found[-1][0] = data.rstrip(b"\0").decode("cp1252", "replace")
        elif found and attribute == _DATA:
            found[-1][1] = data
        elif found and attribute == _PROPERTIES:
            found[-1][2] = _long_name(data)
    return [(long or short or "piece", content) for short, content, long in found if content]


def _attributes(raw: bytes) -> Iterator[tuple[int, int, bytes]]:
    if len(raw) < 6 or struct.unpack_from("<I", raw)[0] != _SIGNATURE:
        raise TnefUnreadable("no TNEF signature")
    at = 6
    while at + 9 <= len(raw):
        level, attribute, _type, size = struct.unpack_from("<BHHI", raw, at)
        at += 9
        data, check = raw[at : at + size], raw[at + size : at + size + 2]
        if len(data) < size or len(check) < 2 or struct.unpack("<H", check)[0] != sum(data) & 0xFFFF:
            raise TnefUnreadable("cut short")
        yield level, attribute, data
        at += size + 2


def _long_name(data: bytes) -> str:
    """PR_ATTACH_LONG_FILENAME among the properties of a file; empty when it is not reached."""
    try:
        count, at = struct.unpack_from("<I", data)[0], 4
        for _ in range(count):
            tag = struct.unpack_from("<I", data, at)[0]
            at += 4
            if tag >> 16 >= 0x8000:
                return ""  # a named property: its name has a form of its own, and the long name comes before those
            kind = tag & 0xFFFF
            if kind in _FIXED:
                at += _FIXED[kind]
                continue
            _many, size = struct.unpack_from("<II", data, at)
            at += 8
            if tag in _LONG_NAME:
                return data[at : at + size].decode(_LONG_NAME[tag], "replace").rstrip("\0")
            at += size + -size % 4
    except struct.error:
        pass
    return ""
