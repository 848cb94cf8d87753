"""How soon a change is found while fifty people write: ``cercles serve`` as it is, web and worker, on a filled home.

    python -m benchmarks.directory.delay --home DIR [--writers 50] [--samples 40] --out FILE      (DATABASE_URL for PostgreSQL)

Each of the fifty adds a page of an organisation through the form, waits about two seconds, and begins again. One more person adds
hers and looks for it with the search of the site, every 20 ms, until she finds it: from the answer to her form to the answer that
shows her page.
"""

import argparse
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from benchmarks.instance import set_up

PAUSE_S = 2.0
_FORM = "/organisations/nouvelle/"
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Writer:
    """A person signed in, with a connection of her own."""

    def __init__(self, port: int, person: Any):
        from benchmarks.browser import Browser

        self.browser = Browser(port, person)
        self.link = self.browser.link
        self.cookies = self.browser.cookies

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        self.link.request(method, path, body=body or None, headers=headers)
        answer = self.link.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _equal, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, answer.read().decode()

    def add(self, name: str) -> None:
        """Through the form, its token included."""
        token = _TOKEN.search(self._ask("GET", _FORM)[1])
        if token is None:
            raise RuntimeError("the form has no token")
        status, page = self._ask("POST", _FORM, urlencode({"csrfmiddlewaretoken": token[1], "name": name}))
        if status != 302:
            raise RuntimeError(f"{name}: {status} {page[:300]}")

    def finds(self, name: str) -> bool:
        return name in self._ask("GET", f"/recherche/?kind=organisations&q={quote(name)}")[1].partition("<main")[
            2
        ].replace(f'value="{name}"', "").replace(f"« {name} »", "")


def people(count: int) -> list[Any]:
    from cercles.people.models import User

    emails = [f"delay-{number}@exemple.test" for number in range(count)]
    found = {person.email: person for person in User.objects.filter(email__in=emails)}
    for email in emails:
        if email not in found:
            found[email] = User.objects.create_user(email=email, name=email.partition("@")[0].title())
    return [found[email] for email in emails]


class Crowd:
    """Fifty people who write until they are told to stop."""

    def __init__(self, port: int, persons: list[Any]):
        self.stop, self.written, self.failed = threading.Event(), 0, list[str]()
        self._threads = [threading.Thread(target=self._write, args=(port, person)) for person in persons]
        for thread in self._threads:
            thread.start()

    def _write(self, port: int, person: Any) -> None:
        chance, writer = random.Random(person.pk), Writer(port, person)
        while not self.stop.is_set():
            try:
                writer.add(f"Page {person.pk} {chance.getrandbits(40):x}")
                self.written += 1
            except (OSError, RuntimeError, http.client.HTTPException) as trouble:
                self.failed.append(str(trouble)[:200])
                writer.link.close()
            self.stop.wait(PAUSE_S * (0.5 + chance.random()))

    def end(self) -> None:
        self.stop.set()
        for thread in self._threads:
            thread.join()


def sample(writer: Writer, count: int) -> list[float]:
    """Milliseconds, one after the other."""
    taken = []
    for number in range(count):
        name = f"zyx{time.time_ns() % 10**12:x}q{number}"
        writer.add(name)
        began = time.perf_counter()
        while not writer.finds(name):
            time.sleep(0.02)
        taken.append((time.perf_counter() - began) * 1e3)
        time.sleep(0.1)
    return taken


def measure(writers: int, samples: int) -> dict[str, Any]:
    from django.db import connection

    from benchmarks.server import free_port
    from cercles.config.serve import answers

    persons, port = people(writers + 1), free_port()
    one = Writer(port, persons.pop())
    connection.close()
    command = [sys.executable, "-m", "cercles.config", "serve"]
    served = subprocess.Popen(command, env=os.environ | {"PORT": str(port)}, stdout=subprocess.DEVNULL)
    try:
        while not answers("127.0.0.1", port):
            time.sleep(0.2)
        quiet = sample(one, samples)
        crowd, began = Crowd(port, persons), time.perf_counter()
        time.sleep(5)
        busy = sample(one, samples)
        crowd.end()
        rate = crowd.written / (time.perf_counter() - began)
    finally:
        served.send_signal(signal.SIGTERM)
        served.wait(60)
    return {
        "quiet": _told(quiet),
        "busy": _told(busy),
        "per_second": round(rate, 1),
        "failed": crowd.failed[:5],
        "load": os.getloadavg()[0],
    }


def _told(taken: list[float]) -> dict[str, float]:
    taken = sorted(taken)
    return {
        "p50": round(taken[len(taken) // 2]),
        "p95": round(taken[int(len(taken) * 0.95)]),
        "worst": round(taken[-1]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--samples", type=int, default=40)
    args = parser.parse_args()
    set_up(args.home)
    found = measure(args.writers, args.samples)
    args.out.write_text(json.dumps(found, indent=1))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
