"""One instance for all journeys, served as an operator serves it, with its worker; mails leave by SMTP for the test's own server."""

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count

import psycopg
import pytest
from django.utils.text import slugify
from playwright.sync_api import Browser, sync_playwright

from tests.config.instance import Instance, like, stop, wait_until
from tests.journeys.browser import FLAGS, Person, sit_down, stand_up
from tests.journeys.mailbox import Mailbox
from tests.journeys.post_office import AT
from tests.journeys.scenes import open_account, stand_for

_NUMBERS = count(1)
ADMINISTRATOR = "aude.lenoir@reseau.example"
DIRECTORY = """nom;catégorie;code NAF;code commune;objet
Ressourcerie du Gâtinais;association;38.32Z;45208;Collecter, réparer, revendre
Recyclerie de la Loire;association;38.32Z;45234;Réparer et revendre
Épicerie du Canal;sme;47.11B;45208;Une épicerie solidaire
"""


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox()
    yield made
    made.server.stop()


@contextmanager
def own_database(mark: str) -> Iterator[dict[str, str]]:
    """Nothing, for the file of a fresh home; or a database of our own beside the one ``DATABASE_URL`` names."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    server, _, name = url.partition("?")[0].rpartition("/")
    mine = f"{name}_{mark}_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{mine}"')
        yield {"DATABASE_URL": f"{server}/{mine}"}
        admin.execute(f'DROP DATABASE "{mine}" WITH (FORCE)')


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, mailbox: Mailbox) -> Iterator[Instance]:
    with own_database("journeys") as database, served(tmp_path_factory, mailbox, database) as made:
        yield made


@contextmanager
def served(tmp_path_factory: pytest.TempPathFactory, mailbox: Mailbox, database: dict[str, str]) -> Iterator[Instance]:
    """Prepared and served with the commands of the README, in the mode of a real instance."""
    more = {
        "DJANGO_SETTINGS_MODULE": "cercles.config.settings", "CERCLES_TESTING": "", "CERCLES_DEMO": "0",
        "CERCLES_SMTP_PORT": str(mailbox.server.port), "CERCLES_MAIL_IN": AT,
        "CERCLES_WORKER_POLL_S": "0.2", "CERCLES_WHO_OPENS_CIRCLES": "everybody", **database,
    }  # fmt: skip
    verbs = (("prepare",), ("make-administrator", ADMINISTRATOR))
    # A database of a server is prepared where it is; a file is copied, for each process that runs journeys.
    made = like(tmp_path_factory, f"prepared {database.get('DATABASE_URL', '').rpartition('/')[2]}", *verbs, **more)
    try:
        process = made.run("serve", "--port", str(made.port))
        wait_until(lambda: made.health() == (200, {"status": "ok"}), 90)  # the search reads the whole database first
        yield made
        stop(made, process)
        said = process.stdout.read()
        assert "Traceback" not in said, said
    finally:
        for process in made.started:
            process.kill()
            said, _ = process.communicate()
            sys.stderr.write(said)
        for pid in made.processes():
            os.kill(pid, signal.SIGKILL)


def address_of(site: Instance) -> str:
    return f"http://127.0.0.1:{site.port}"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # The shell has no windows to draw: half of the processor.
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    assert path, "Chromium is not installed: apt-get install chromium-headless-shell"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def someone(chromium: Browser, site: Instance, mailbox: Mailbox) -> Iterator[Callable[..., Person]]:
    """``someone("Maud Lenoir")``: a person with a browser and an address of her own."""
    made: list[Person] = []

    def arrives(name: str, email: str = "", **more: object) -> Person:
        address = email or f"{slugify(name)}.{next(_NUMBERS)}@exemple.test"
        person = sit_down(chromium, mailbox, address_of(site), name, address, **more)
        made.append(person)
        return person

    yield arrives
    for person in made:
        stand_up(person)


@pytest.fixture(scope="session")
def filled(site: Instance, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Three organisations of the Loiret, as an administrator's file says them, found by the search."""
    file = tmp_path_factory.mktemp("files") / "annuaire.csv"
    file.write_text(DIRECTORY, encoding="utf-8")
    code, said = site.say("import-organisations", str(file), "--format", "cercles")
    assert code == 0, said


@pytest.fixture(scope="session")
def peers(chromium: Browser, site: Instance, mailbox: Mailbox) -> Iterator[dict[str, Person]]:
    """People several journeys meet: a facilitator, and three who speak for their organisation, each with her own way to read."""
    sit = partial(sit_down, chromium, mailbox, address_of(site))
    aude = sit("Aude Lenoir", ADMINISTRATOR)
    made = {"maud": sit("Maud Kerbrizac", "maud@exemple.test")}
    open_account(made["maud"])
    for name, organisation, ways in (
        ("Inès Valbrune", "Val-Fibre", {"width": 360}),
        ("Karim Oudelin", "Froid des Combes", {"scripts": False}),
        ("Sofia Guillou", "Menuiserie du Grand Pré", {"width": 360, "scripts": False}),
    ):
        first = slugify(name).partition("-")[0]
        made[first] = sit(name, f"{first}@exemple.test", **ways)
        open_account(made[first])
        stand_for(made[first], organisation, aude)
    yield made
    for person in (aude, *made.values()):
        stand_up(person)
