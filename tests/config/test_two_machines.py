"""Two machines, each with its home, its site, its worker and its index; one PostgreSQL, one folder of files, one key."""

import http.client
import os
import re
import signal
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from cercles.core.models import SentForm
from cercles.library.models import CircleDocument, DocumentVersion
from tests.cast import Cast, make_cast
from tests.config.instance import Instance, wait_until
from tests.factories.library import docx, sent
from tests.journal.processes import database_url

pytestmark = [
    pytest.mark.django_db(transaction=True), pytest.mark.long,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is one file of one machine"),
]  # fmt: skip
_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|_form_key)" value="([^"]+)"')


class Reader:
    """A browser of one person that may ask either machine, as behind a balancer."""

    def __init__(self, person: Any):
        store = import_module(settings.SESSION_ENGINE).SessionStore()
        store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
        store[HASH_SESSION_KEY] = person.get_session_auth_hash()
        store.save()
        self.cookies = {settings.SESSION_COOKIE_NAME: store.session_key}

    def ask(self, machine: Instance, path: str, data: bytes = b"") -> tuple[int, bytes]:
        link = http.client.HTTPConnection("127.0.0.1", machine.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if data:
            headers |= {"Content-Type": MULTIPART_CONTENT, "Origin": f"http://127.0.0.1:{machine.port}"}
        link.request("POST" if data else "GET", path, data or None, headers)
        answer = link.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equal, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        body = answer.read()
        link.close()
        return answer.status, body

    def form(self, machine: Instance, path: str) -> dict[str, str]:
        """What a form sends besides what one writes."""
        return dict(_HIDDEN.findall(self.ask(machine, path)[1].decode()))


@pytest.fixture
def story(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def machines(tmp_path: Path, story: Cast) -> Iterator[tuple[Instance, Instance]]:
    more = {
        "DATABASE_URL": database_url(), "SECRET_KEY": settings.SECRET_KEY, "CERCLES_FILES": str(tmp_path / "shared"),
        "CERCLES_WORKER_LEASE_S": "2", "CERCLES_WORKER_POLL_S": "0.1", "CERCLES_WORKER_RETRY_S": "0.3",
    }  # fmt: skip
    made = Instance(tmp_path / "one", **more), Instance(tmp_path / "two", **more)
    try:
        for machine in made:
            machine.home.mkdir()
            machine.serve()
        yield made
    finally:
        for machine in made:
            _cut(machine)


def _cut(machine: Instance) -> None:
    """The machine loses its power."""
    for pid in machine.processes():
        os.kill(pid, signal.SIGKILL)
    for process in machine.started:
        process.communicate(timeout=10)


def _document(title: str, words: str, told: dict[str, str]) -> bytes:
    said = {**told, "title": title, "visibility": "circle", "file": sent("note.docx", docx(words))}
    return encode_multipart(BOUNDARY, said)


def test_what_one_machine_takes_the_other_serves_and_finishes(machines: tuple[Instance, Instance], story: Cast) -> None:
    one, two = machines
    reader = Reader(story.member)
    adding = f"/documents/cercle/{story.circle.slug}/ajouter/"
    told = reader.form(one, adding)
    form = _document("La convention", "un mécénat de compétences", told)

    assert reader.ask(one, adding, form)[0] == 302
    assert reader.ask(two, adding, form)[0] == 302, "the same form, which the balancer sent to the other machine"
    assert SentForm.objects.count() == 1
    document = CircleDocument.objects.get()
    assert reader.ask(two, f"/documents/{document.ref}/fichier/") == (200, docx("un mécénat de compétences"))
    wait_until(lambda: _is_found(reader, one, "mécénat") and _is_found(reader, two, "mécénat"), 20)

    _cut(one)
    other = _document("Le budget", "une ligne de trésorerie", reader.form(two, adding))
    assert reader.ask(two, adding, other)[0] == 302
    wait_until(lambda: _is_found(reader, two, "trésorerie"), 20)
    assert two.health() == (200, {"status": "ok"})
    assert DocumentVersion.objects.count() == 2


def _is_found(reader: Reader, machine: Instance, word: str) -> bool:
    """By a word of the file itself: it was read by one worker or the other, and told to both indexes."""
    page = reader.ask(machine, f"/recherche/?q={quote(word)}")[1].decode()
    return "/documents/" in page.partition("<main")[2]
