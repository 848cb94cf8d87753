"""A browser without a screen: one kept connection, its cookies, and what the server says of each answer."""

import http.client
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from cercles.people.models import User


@dataclass(frozen=True)
class Answer:
    """Milliseconds: ``wall`` and ``cpu`` inside the server, ``asked`` from here; ``size`` as sent."""

    status: int
    wall: float
    cpu: float
    asked: float
    size: int
    queries: int


class Browser:
    def __init__(self, port: int, person: User | None = None):
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = {settings.SESSION_COOKIE_NAME: _session(person)} if person is not None else {}

    def get(self, path: str, count: bool = False, forget: bool = False) -> Answer:
        """``count`` the queries; ``forget`` first what the search index kept of earlier questions."""
        headers = {"Accept-Encoding": "gzip", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        began = time.perf_counter()
        headers |= {name: "1" for name, wanted in (("X-Count", count), ("X-Forget", forget)) if wanted}
        self.link.request("GET", path, headers=headers)
        answer = self.link.getresponse()
        body = answer.read()
        asked = time.perf_counter() - began
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies.update({name: item.value for name, item in SimpleCookie(line).items()})
        said = {name: float(answer.headers.get(name, "0")) for name in ("X-Wall", "X-Cpu", "X-Queries")}
        return Answer(
            answer.status, said["X-Wall"] * 1e3, said["X-Cpu"] * 1e3, asked * 1e3, len(body), int(said["X-Queries"])
        )


def _session(person: User) -> str:
    """A session as signing in makes it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return str(store.session_key)
