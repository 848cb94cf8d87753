"""What is read of an archive: names in any letters, and what is refused, each with its sentence."""

import struct
import tempfile
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cercles.library.actions.naming import titles_of
from cercles.library.reading import Inside, Unopened, read_archive, unpacked
from cercles.library.reading import archives as reading
from tests.factories.archives import archive, named

WRITTEN = "Été 2022/Évaluation à mi-parcours.txt"


def said(tmp_path, data):
    path = tmp_path / "sent.zip"
    path.write_bytes(data)
    return path, read_archive(path)


def again(raw, text):
    told = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + text.encode()
    return struct.pack("<HH", 0x7075, len(told)) + told


@pytest.mark.parametrize(
    ("raw", "flags", "extra"),
    [
        (WRITTEN.encode(), 0x800, b""),
        (WRITTEN.encode(), 0, b""),
        (WRITTEN.encode("cp850"), 0, b""),
        (WRITTEN.encode("cp1252"), 0, b""),
        (b"Ete 2022/x.txt", 0, again(b"Ete 2022/x.txt", WRITTEN)),
    ],
)
def test_names_are_read_whatever_their_letters(tmp_path, raw, flags, extra):
    _path, held = said(tmp_path, named(raw, flags=flags, extra=extra))
    assert [one.path for one in held] == [WRITTEN]


def test_names_of_an_american_system(tmp_path):
    _path, held = said(tmp_path, named("Rés/évalué à la fin.txt".encode("cp437")))
    assert held[0].path == "Rés/évalué à la fin.txt"


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("../../etc/passwd.txt", "outside"), ("/etc/passwd.txt", "outside"), ("C:\\Temp\\a.txt", "outside"),
        ("dossier/autre.zip", "nested"), ("dossier\\fichier.txt", ""), ("./a.txt", ""),
    ],
)  # fmt: skip
def test_a_path_that_leads_out_is_refused_and_never_written(tmp_path, name, refused):
    _path, held = said(tmp_path, named(name.encode()))
    assert [one.refused for one in held] == [refused]
    assert ".." not in held[0].path


def test_a_link_and_a_locked_file_are_refused(tmp_path):
    link = zipfile.ZipInfo("lien.txt")
    link.external_attr = 0o120777 << 16
    path = tmp_path / "liens.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(link, "/etc/passwd")
    assert [one.refused for one in read_archive(path)] == ["link"]
    assert [one.refused for one in said(tmp_path, named(b"a.txt", flags=1))[1]] == ["locked"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "damaged"), (b"PK\x03\x04", "damaged"), (archive()[:-40], "damaged"), (archive()[:200], "damaged"),
        (archive({}), "nothing"), (archive({"a/.DS_Store": b"x", "__MACOSX/._a": b"x"}), "nothing"),
        (archive({f"{n}.txt": b"" for n in range(10_001)}), "too_many"),
    ],
    ids=["empty", "begun", "cut", "short", "nothing", "left behind", "too many"],
)  # fmt: skip
def test_an_archive_that_is_refused_as_a_whole(tmp_path, data, code):
    with pytest.raises(Unopened) as refusal:
        said(tmp_path, data)
    assert refusal.value.code == code


def test_one_that_swells_is_refused_before_it_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(Unopened, match="swells"):
        said(tmp_path, archive({"a.txt": b"0" * 2_000_000}))


def test_a_file_that_lies_about_its_size_is_damaged_and_never_unpacked_whole(tmp_path):
    data = archive({"a.txt": b"0" * 3_000_000})
    small = data.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 10))
    path, held = said(tmp_path, small)
    read = []

    def read_whole():
        with unpacked(path, held[0].position) as stream:
            while piece := stream.read(65_536):
                read.append(len(piece))

    with pytest.raises(Unopened, match="damaged"):
        read_whole()
    assert sum(read) <= 10


def test_a_large_file_is_read_in_little_memory(tmp_path):
    path, held = said(tmp_path, archive({"a.txt": bytes(20_000_000)}, method=zipfile.ZIP_STORED))
    tracemalloc.start()
    with unpacked(path, held[0].position) as stream:
        while stream.read(65_536):
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60), st.integers(0, 900))
def test_whatever_is_broken_is_read_or_refused(noise, place):
    data = archive()
    with tempfile.NamedTemporaryFile() as here:
        here.write(data[:place] + noise + data[place + len(noise) :])
        here.flush()
        assert outcome(Path(here.name)) in ("read", "damaged", "nothing", "too_many", "swells")


def outcome(path):
    try:
        for one in read_archive(path):
            with unpacked(path, one.position) as stream:
                stream.read()
    except Unopened as refusal:
        return refusal.code
    return "read"


def test_files_of_one_name_have_titles_of_their_own():
    paths = ["a/bilan_2022.docx", "b/bilan_2022.docx", "b/bilan_2022.pdf", "b/note.txt", "c/b/bilan_2022.pdf", ".txt"]
    held = [Inside(at, path.rpartition("/")[0], path.rpartition("/")[2], 1) for at, path in enumerate(paths)]
    assert titles_of(held) == [
        "Bilan 2022 (a)", "Bilan 2022 (b) (docx)", "Bilan 2022 (b) (pdf)", "Note", "Bilan 2022 (b) (pdf) (2)", ".txt",
    ]  # fmt: skip
