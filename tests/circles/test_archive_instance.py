"""A whole instance leaves as a folder: each circle in its own, which comes into another instance by itself."""

import json

import pytest
from django.core.management import call_command

from cercles.circles.actions.arriving.folder import checked
from cercles.people.models import User
from tests.circles.test_archive import everything, table
from tests.factories.archive import HIDDEN, make_full
from tests.factories.circles import CircleFactory

pytestmark = pytest.mark.django_db


def test_each_circle_has_its_folder(cast, tmp_path, capsys):
    make_full(cast)
    CircleFactory(slug="autre", name="Autre cercle")
    User.objects.filter(pk=cast.former.pk).update(visibility="private", audience=f"person:{cast.former.pk}")
    folder = tmp_path / "copie"
    call_command("export_instance", str(folder))
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"cercles": 2, "organisations": 2, "personnes": 6}
    assert [checked(folder / "cercles" / slug).said["cercle"] for slug in ("autre", "cercle-des-pairs")] == [
        "autre", "cercle-des-pairs",
    ]  # fmt: skip
    assert [row["nom"] for row in table(folder, "organisations")] == ["Val-Fibre", "Froid des Combes"]
    assert "Fatou Ancienne" not in [row["nom"] for row in table(folder, "personnes")]
    top = b"".join(content for path, content in everything(folder).items() if not path.startswith("cercles/"))
    assert b"example.org" not in top
    files = everything(folder)
    words = [
        word
        for word in HIDDEN
        if word != "Tiphaine Cachée" and any(word.encode() in content for content in files.values())
    ]
    assert words == []
    sums = files["sommes-sha256.txt"].decode()
    assert sums.count("manifeste.json") == 2
