"""A folder of an earlier version comes in; one of a later version is refused in a sentence; a column that changes raises the version."""

import csv
import hashlib
import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cercles.circles.actions.arriving import bring_circle
from cercles.circles.enums import ARCHIVE_VERSION, MANIFEST, SUMS
from cercles.circles.exports.archive import export_circle
from cercles.circles.models import Circle, Membership, Message
from cercles.core import slots
from cercles.core.errors import RuleBroken
from cercles.core.portable import Seat
from cercles.meetings.models import Meeting
from cercles.polls.models import Poll
from tests.circles.test_arriving import empty
from tests.factories.archive import make_full

pytestmark = pytest.mark.django_db
# What the folders of each version hold, as a sum of every table's columns. A table or a column added, taken away or renamed is
# another version: raise ARCHIVE_VERSION, write its sum here, and keep the former ones.
HELD = {2: "a4b727d45428fcc9", 3: "f26b5bbef8c371f6"}


@pytest.fixture
def folder(cast, tmp_path):
    export_circle(Seat(circle=make_full(cast), facilitates=True), tmp_path / "copie")
    empty()
    return tmp_path / "copie"


def rewrite(folder, version, without):
    """As an earlier version wrote it: without those columns (``messages: envoyé le, …``) or those whole tables (``bilans: *``)."""
    for table, names in without.items():
        path = folder / f"donnees/{table}.csv"
        if names == "*":
            path.unlink()
            continue
        with path.open(encoding="utf-8-sig", newline="") as file:
            headings, *lines = list(csv.reader(file, delimiter=";"))
        kept = [place for place, name in enumerate(headings) if name not in names]
        assert len(kept) == len(headings) - len(names), headings
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows([row[place] for place in kept] for row in [headings, *lines])
        path.write_text("\ufeff" + out.getvalue(), encoding="utf-8", newline="")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in (MANIFEST, SUMS)]
    sums = "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in files
    )
    (folder / SUMS).write_text(sums)
    said = json.loads((folder / MANIFEST).read_text())
    said |= {"version": version, SUMS: hashlib.sha256(sums.encode()).hexdigest(), "fichiers": len(files)}
    (folder / MANIFEST).write_text(json.dumps(said))


OLDER = {
    "messages": ["envoyé le", "retiré par l’animation pour", "répond à", "texte brut"],
    "cercle": ["question à l’entrée", "thèmes"],
    "etapes": ["par"],
    "bilans": "*",
    "questions": "*",
    "ce_que_chacun_retient": ["trois mois après", "dit le", "redemandé le"],
}


def test_a_folder_of_an_earlier_version_comes_in_and_what_it_did_not_say_takes_its_default(folder, capsys):
    rewrite(folder, 1, OLDER)
    call_command("import_circle", str(folder))
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    circle = Circle.objects.get()
    assert (told["messages"], told["rencontres"], told["circle"]) == (3, 3, circle.slug)
    messages = list(Message.objects.filter(thread__circle=circle).order_by("thread", "number"))
    assert {(row.sent_at, row.removed_for, row.answers_id, row.is_plain) for row in messages} == {
        (None, "", None, False)
    }
    assert "Bonjour à toutes" in messages[0].text
    assert (circle.join_question, circle.themes.count()) == ("", 0)
    assert (Meeting.objects.count(), Poll.objects.count(), Membership.objects.count()) == (3, 3, 0)


def test_what_a_row_cannot_stand_without_stays_out_and_is_counted(folder):
    """A message whose thread is not said belongs nowhere."""
    rewrite(folder, 1, {"messages": ["échange"]})
    arrival = bring_circle(folder)
    assert Message.objects.count() == 0
    assert arrival.left_out >= 3


def test_a_later_version_is_refused_in_a_sentence_and_nothing_is_written(folder):
    rewrite(folder, ARCHIVE_VERSION + 1, {})
    told = f"version {ARCHIVE_VERSION + 1}.*jusqu’à la version {ARCHIVE_VERSION}.*Mettez"
    with pytest.raises(CommandError, match=told):
        call_command("import_circle", str(folder))
    assert Circle.objects.count() == 0


@pytest.mark.parametrize("version", ["2", None, 0, True, 1.5])
def test_a_version_that_is_none_is_refused(folder, version):
    rewrite(folder, version, {})
    with pytest.raises(RuleBroken, match="version"):
        bring_circle(folder)


def test_a_column_that_changes_raises_the_version():
    tables = sorted((table.name, table.headings) for table in slots.collect("circle.archive"))
    said = hashlib.sha256(json.dumps(tables, ensure_ascii=False).encode()).hexdigest()[:16]
    assert HELD[ARCHIVE_VERSION] == said, "raise ARCHIVE_VERSION and write the sum of the new columns"
