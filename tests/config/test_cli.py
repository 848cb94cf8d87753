"""What an operator can mend is said in one sentence, with an exit code, and never as a traceback."""

import fcntl
import os
from pathlib import Path

import pytest

from cercles.config import serve
from tests.config.instance import Instance


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"PORT": "abc"}, "PORT doit être un nombre (reçu\u00a0: «\u00a0abc\u00a0»)."),
        ({"PORT": "99999"}, "PORT doit être un port, de 1 à 65535 (reçu\u00a0: «\u00a099999\u00a0»)."),
        (
            {"CERCLES_WORKER_LEASE_S": "vite"},
            "CERCLES_WORKER_LEASE_S doit être un nombre (reçu\u00a0: «\u00a0vite\u00a0»).",
        ),
        ({"CERCLES_TIME_ZONE": "Paris"}, "CERCLES_TIME_ZONE doit être un fuseau comme Europe/Paris"),
        ({"DATABASE_URL": "mysql://a@b/c"}, "DATABASE_URL doit ressembler à postgres://"),
        ({"DATABASE_URL": "base"}, "DATABASE_URL doit ressembler à postgres://personne:secret@machine:5432/base"),
        ({"CERCLES_HOME": "/dev/null"}, "CERCLES_HOME ne peut pas être /dev/null : donnez un dossier."),
        ({"DATABASE_URL": "postgres://a@127.0.0.1:1/a"}, "La base de données ne répond pas. Vérifiez DATABASE_URL"),
    ],
    ids=["port", "high", "lease", "zone", "other", "address", "home", "silent"],
)
def test_a_wrong_setting_is_said(tmp_path: Path, given: dict[str, str], sentence: str) -> None:
    code, said = Instance(tmp_path, **given).say("migrate", "--verbosity", "0")
    assert (code, said.replace("\u00a0", " ")[: len(sentence)]) == (1, sentence.replace("\u00a0", " "))
    assert len(said.splitlines()) == 1


def test_what_outlived_a_killed_parent_is_told_apart_from_an_instance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is held, and the process that wrote its number in it is gone."""
    monkeypatch.setattr(serve, "SURVIVORS_S", 0.1)
    gone = os.posix_spawn("/bin/true", ["true"], {})
    os.waitpid(gone, 0)
    with (tmp_path / "serve.lock").open("w") as survivor:
        fcntl.flock(survivor, fcntl.LOCK_EX)
        survivor.write(str(gone))
        survivor.flush()
        with pytest.raises(serve.CannotServe, match="Des processus d’un démarrage précédent tiennent encore"):
            serve.take_lock(tmp_path)
    os.close(serve.take_lock(tmp_path))
    assert (tmp_path / "serve.lock").read_text() == str(os.getpid())


def test_an_address_this_machine_does_not_have_is_not_said_to_be_busy() -> None:
    for host in ("192.0.2.1", "nulle-part.invalid"):
        with pytest.raises(serve.CannotServe, match=f"Cette machine n’a pas l’adresse {host}"):
            serve.check_port(host, 8000)
