"""What every test of the house shares: the cast, clients that may only read on GET, and a quiet environment."""

from collections.abc import Callable
from importlib import import_module
from itertools import count
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.template.defaulttags import TemplateLiteral
from django.test import Client
from django.test.utils import override_settings

from tests.cast import Cast, make_cast

# A property is true or not, however long a busy machine took to say so.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


class WroteOnGet(AssertionError):
    """A page that is only looked at changed the database."""


_READS = ("SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK TO", "PRAGMA", "EXPLAIN")


def _select_only(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if not sql.lstrip("( \n").upper().startswith(_READS):
        raise WroteOnGet(sql[:200])
    return execute(sql, params, many, context)


class HouseClient(Client):
    """A browser for which GET and HEAD may only SELECT."""

    def generic(self, method: str, path: str, *args: Any, **kwargs: Any) -> Any:
        if method not in ("GET", "HEAD"):
            return super().generic(method, path, *args, **kwargs)
        with connection.execute_wrapper(_select_only):
            return super().generic(method, path, *args, **kwargs)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tables are made from the models at once (``--no-migrations``): say that the migrations were applied, or a site that a test serves
    would not open them."""
    with django_db_blocker.unblock(), override_settings(MIGRATION_MODULES={}):
        recorder = MigrationRecorder(connection)
        for room, name in MigrationLoader(connection).disk_migrations.keys() - recorder.applied_migrations().keys():
            recorder.record_applied(room, name)


@pytest.fixture
def client() -> HouseClient:
    return HouseClient()


@pytest.fixture
def client_of(db: None) -> Callable[[Any], HouseClient]:
    """``client_of(person)``: a browser signed in as ``person``; anonymous for the stranger."""

    def signed_in(person: Any) -> HouseClient:
        browser = HouseClient()
        if person.is_authenticated:
            _remember(browser, person)
        return browser

    return signed_in


def _remember(browser: HouseClient, person: Any) -> None:
    """The session a sign-in leaves, and nothing else of it: thousands of browsers are made for the access tables."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save(must_create=True)
    browser.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


@pytest.fixture
def cast(db: None) -> Cast:
    """The seven people of every story, around one circle and one organisation."""
    return make_cast()


@pytest.fixture
def no_unknown_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """``{% if sheat %}`` is never true and nobody sees it: here it fails. A component may be drawn with fewer values."""
    known = TemplateLiteral.eval

    def checked(literal: Any, context: Any) -> Any:
        name, template = getattr(literal.value.var, "lookups", None), context.template.name or ""
        if name and not template.startswith("core/ui/") and not any(name[0] in held for held in context.dicts):
            raise AssertionError(f"{template} asks whether « {name[0]} », which nobody gives it")
        return known(literal, context)

    monkeypatch.setattr(TemplateLiteral, "eval", checked)


@pytest.fixture
def queries(django_assert_num_queries: Any) -> Any:
    """``with queries(7): …`` asserts exactly that number of queries."""
    return django_assert_num_queries


@pytest.fixture
def outbox(db: None) -> Callable[[], list[Any]]:
    """``outbox()``: the mails that wait to leave, oldest first."""
    from cercles.journal.models import OutgoingMail

    return lambda: list(OutgoingMail.objects.order_by("id"))


_HOMES = count()


@pytest.fixture(autouse=True)
def _home_of_this_test(settings: Any, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files written by a test stay in its folder: ``tmp_path`` where it asks for one, so that processes it starts there find them; else
    one that is made by the first file."""
    asked = "tmp_path" in request.fixturenames
    home = request.getfixturevalue("tmp_path") if asked else tmp_path_factory.getbasetemp() / f"home {next(_HOMES)}"
    settings.MEDIA_ROOT = home / "files"
    settings.INDEX_ROOT = home / "index"
    settings.SCRATCH_ROOT = home / "scratch"


@pytest.fixture(autouse=True, scope="session")
def _collected() -> None:
    """whitenoise warns when nothing was collected yet."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
