"""Archives as old folders are sent: well made, badly named, broken, swelling."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from tests.factories.library import docx, pdf

OLD = {
    "Vieux dossier/Conventions/modele_convention.docx": docx("Un mécénat de compétences"),
    "Vieux dossier/Conventions/2022/annexe.pdf": pdf("Annexe financiere"),
    "Vieux dossier/Avise/guide.txt": "Un guide venu d’ailleurs".encode(),
    "Vieux dossier/Avise/.DS_Store": b"rien",
    "Vieux dossier/lisez-moi.txt": b"Bonjour",
    "Vieux dossier/photo.exe": b"MZ",
}


def archive(files: Mapping[str, bytes] | None = None, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as written:
        for name, data in (OLD if files is None else files).items():
            written.writestr(name, data)
    return made.getvalue()


def named(raw: bytes, data: bytes = b"texte", *, flags: int = 0, extra: bytes = b"") -> bytes:
    """One stored file under the bytes of a name, written by hand."""
    crc = zlib.crc32(data)
    common = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 33, crc, len(data), len(data), len(raw), len(extra))
    local = b"PK\x03\x04" + common + raw + extra + data
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw + extra
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)
