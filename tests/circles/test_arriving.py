"""A circle goes from an instance to another: the same, byte for byte; nothing twice; nobody signed up; nothing altered taken in."""

import hashlib
import json
import shutil
from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError

from cercles.circles.actions.arriving import bring_circle
from cercles.circles.actions.welcoming import invite_arrived
from cercles.circles.enums import MANIFEST, SUMS
from cercles.circles.exports.archive import export_circle
from cercles.circles.models import ArrivedMember, Circle, Membership, Message
from cercles.core.errors import RuleBroken
from cercles.core.portable import Seat
from cercles.journal.models import Link, OutgoingMail
from cercles.library.models import DocumentVersion
from cercles.meetings.models import Meeting, Registration, Takeaway
from cercles.organisations.models import Affiliation, Organisation
from cercles.people.enums import AccountState
from cercles.people.models import User
from cercles.polls.models import Poll
from cercles.practices.models import PracticeSheet
from tests.circles.test_archive import everything
from tests.factories.archive import make_full

pytestmark = pytest.mark.django_db
# What was said under the Chatham House rule leaves without its author, so nobody can be given it: it does not come in.
WITHOUT_AUTHOR = {"donnees/ce_que_chacun_retient.csv", "pages/ce_que_chacun_retient.html"}


@pytest.fixture
def folder(cast, tmp_path):
    """What the instance it comes from exported; that instance is gone, and this one knows nobody."""
    export_circle(Seat(circle=make_full(cast), facilitates=True), tmp_path / "copie")
    empty()
    return tmp_path / "copie"


def empty():
    """Rows that protect each other go in the order of what they stand on."""
    Link.objects.all().delete()
    OutgoingMail.objects.all().delete()
    PracticeSheet.objects.all().delete()
    Meeting.objects.all().delete()
    Circle.objects.all().delete()
    Affiliation.objects.all().delete()
    Organisation.objects.all().delete()
    User.objects.all().delete()
    for place in ("documents", "echanges"):
        for name in default_storage.listdir(place)[1]:
            default_storage.delete(f"{place}/{name}")


def compared(folder):
    """All but what says when the copy was made, and the sums that follow from it."""
    dated = {MANIFEST, "sommes-sha256.txt", "LISEZMOI.txt", "index.html"}
    return {path: content for path, content in everything(folder).items() if path not in dated}


def test_it_comes_back_the_same_byte_for_byte(folder, tmp_path):
    arrival = bring_circle(folder, same_network=True)
    assert arrival.left_out == 1
    export_circle(Seat(circle=arrival.circle, facilitates=True), tmp_path / "retour")
    before, after = compared(folder), compared(tmp_path / "retour")
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} == WITHOUT_AUTHOR


def test_twice_is_once(folder, capsys):
    call_command("import_circle", str(folder))
    first = capsys.readouterr().out
    rows = {
        model: model.objects.count() for model in (Circle, User, Organisation, Message, Meeting, DocumentVersion, Link)
    }
    call_command("import_circle", str(folder))
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == json.loads(first.splitlines()[-1])
    assert rows == {model: model.objects.count() for model in rows}


def test_nobody_is_signed_up_and_nobody_is_written_to(folder):
    circle = bring_circle(folder).circle
    assert (Membership.objects.count(), OutgoingMail.objects.count()) == (0, 0)
    assert {person.state for person in User.objects.all()} == {AccountState.ARRIVED}
    assert sorted(row.person.name for row in ArrivedMember.objects.all()) == ["Fanny Animatrice", "Malo Membre"]
    assert Registration.objects.get().meeting.title == "Louer à deux"
    assert Message.objects.get(number=1).author.name == "Malo Membre"
    assert (circle.visibility, circle.audience) == ("circle", circle.members_audience)


def test_who_has_an_account_here_is_known_by_her_address(folder):
    here = User.objects.create_user("member@example.org", "Malo D’Ici")
    bring_circle(folder)
    assert Message.objects.get(number=1).author == here
    assert User.objects.get(pk=here.pk).state == AccountState.ACTIVE


def test_an_organisation_that_is_here_stays_one(folder):
    here = Organisation.objects.create(name="Val-Fibre", search_key="val fibre", audience="public")
    bring_circle(folder)
    assert list(Organisation.objects.filter(name="Val-Fibre")) == [here]


def test_an_administrator_invites_and_each_finds_her_place(folder):
    circle = bring_circle(folder).circle
    administrator = User.objects.create_user("admin@example.org", "Agnès", is_administrator=True)
    assert invite_arrived(circle=circle, by=administrator, note="Le cercle arrive.") == {"invited": 2, "unreachable": 0}
    fanny = User.objects.get(email="facilitator@example.org")
    since = ArrivedMember.objects.get(person=fanny).since
    from cercles.circles.actions import accept_invitation

    accept_invitation(invitation=circle.invitations.get(person=fanny), by=fanny, version=circle.charter_versions.get())
    row = Membership.objects.get(person=fanny)
    assert (row.role, row.since) == ("facilitator", since)
    assert ArrivedMember.objects.filter(person=fanny).count() == 0


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda root: (root / "donnees/messages.csv").write_bytes(b"autre"), "a été modifié ou tronqué"),
        (lambda root: (root / "donnees/messages.csv").unlink(), "manque"),
        (lambda root: (root / MANIFEST).unlink(), "n’est pas un export entier"),
        (lambda root: (root / MANIFEST).write_text("{}"), "n’est pas l’export d’un cercle"),
        (lambda root: (root / "sommes-sha256.txt").write_text(""), "ne correspond pas au manifeste"),
    ],
)
def test_an_altered_folder_is_refused_and_nothing_is_written(folder, harm, said):
    harm(folder)
    with pytest.raises(RuleBroken, match=said):
        bring_circle(folder)
    assert (Circle.objects.count(), User.objects.count()) == (0, 0)


def test_a_short_name_that_is_taken_is_said(folder, tmp_path):
    Circle.objects.create(slug="cercle-des-pairs", name="Autre", search_key="autre", purpose="Autre.")
    with pytest.raises(CommandError, match="autre nom court"):
        call_command("import_circle", str(folder))
    assert bring_circle(folder, slug="pairs-2").circle.slug == "pairs-2"
    moved = tmp_path / "ailleurs"
    shutil.copytree(folder, moved)
    assert bring_circle(moved, slug="pairs-3").circle.slug == "pairs-2"  # the same folder, wherever it lies
    assert Poll.objects.count() == 3


@pytest.mark.parametrize("slug", ["../../evil", "../x", "ouvrir", "été", "a" * 61, "", "a b"])
def test_a_short_name_that_could_be_no_address_is_refused_and_nothing_is_written(folder, slug):
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(manifest | {"cercle": slug}))
    with pytest.raises(RuleBroken, match="ne peut pas être le nom court"):
        bring_circle(folder)
    with pytest.raises(CommandError, match="ne peut pas être le nom court"):
        call_command("import_circle", str(folder), slug=slug or "../y")
    assert (Circle.objects.count(), User.objects.count()) == (0, 0)
    assert bring_circle(folder, slug="pairs-2").circle.slug == "pairs-2"


def test_a_reference_that_could_be_no_address_is_drawn_anew(folder):
    first = (folder / "donnees/messages.csv").read_text(encoding="utf-8-sig").splitlines()[1].partition(";")[0]
    rewritten(folder, first, "a/../b")
    circle = bring_circle(folder).circle
    messages = Message.objects.filter(thread__circle=circle)
    assert messages.count() == 3
    assert all(len(message.ref) == 10 and message.ref.isalnum() for message in messages)


def rewritten(folder, before, after):
    """As whoever can write a folder can sign it: every table, then the sums, then the manifest."""
    lines = []
    for line in (folder / SUMS).read_text().splitlines():
        _sum, path = line.split(maxsplit=1)
        content = (folder / path).read_bytes()
        if path.endswith(".csv"):
            content = content.replace(before.encode(), after.encode())
            (folder / path).write_bytes(content)
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {path}")
    (folder / SUMS).write_text("\n".join(lines) + "\n")
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest[SUMS] = hashlib.sha256((folder / SUMS).read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest))


def test_what_a_meeting_gave_three_months_later_comes_too_and_is_asked_once(cast, tmp_path):
    """The second answer leaves with the first; whoever was asked is not asked again by the house the circle comes to."""
    circle, asked = make_full(cast), datetime(2030, 1, 2, 9, tzinfo=UTC)
    said = Takeaway.objects.filter(person=cast.member, text="retenu pour moi")
    said.update(outcome="Nous louons à deux depuis mars.", outcome_at=asked, asked_again_at=asked)
    export_circle(Seat(circle=circle, facilitates=True), tmp_path / "copie")
    empty()
    bring_circle(tmp_path / "copie")
    row = Takeaway.objects.get(text="retenu pour moi")
    assert (row.outcome, row.outcome_at, row.asked_again_at) == ("Nous louons à deux depuis mars.", asked, asked)
