"""One measure in a process of its own: its wall time, its processor time, the memory it adds.

python -m benchmarks.mail.run --home DIR fill 5000 | digest | send 2000 PORT
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

from benchmarks.instance import set_up


def measured(work: Callable[[], Any]) -> dict[str, Any]:
    before, began, spent = _peak(), time.monotonic(), time.process_time()
    done = work()
    return {
        "wall_s": round(time.monotonic() - began, 1), "cpu_s": round(time.process_time() - spent, 1),
        "added_mb": round(_peak() - before, 1), "peak_mb": round(_peak(), 1), "done": done,
    }  # fmt: skip


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(people: int) -> dict[str, Any]:
    from django.core.management import call_command

    from benchmarks.mail.fill import fill as write

    call_command("migrate", verbosity=0)
    return write(people)


def digest() -> dict[str, Any]:
    from cercles.journal.actions import write_digests
    from cercles.journal.models import Digest, OutgoingMail

    write_digests()  # counted below from what is there
    sizes = list(OutgoingMail.objects.filter(key__startswith="digest:").values_list("html", flat=True)[:200])
    return {"letters": Digest.objects.count(), "html_kb": round(sum(map(len, sizes)) / max(1, len(sizes)) / 1000, 1)}


def send(most: int) -> dict[str, Any]:
    """The lane of mails of the worker, on mails that were written before; the server is another process."""
    from django.conf import settings

    from cercles.journal.models import OutgoingMail
    from cercles.journal.worker.lanes import MailLane

    settings.MAIL_STAYS_HERE = False
    kept = OutgoingMail.objects.filter(state="due").order_by("pk").values_list("pk", flat=True)[:most]
    OutgoingMail.objects.filter(state="due").exclude(pk__in=list(kept)).update(state="dropped")
    return dict(MailLane("bench", Event()).run_due())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("what", choices=("fill", "digest", "send"))
    parser.add_argument("number", type=int, nargs="?", default=0)
    args = parser.parse_args()
    server = None
    if args.what == "send":
        server = subprocess.Popen([sys.executable, "-m", "benchmarks.mail.server"], stdout=subprocess.PIPE, text=True)
        os.environ |= {"CERCLES_SMTP_HOST": "127.0.0.1", "CERCLES_SMTP_PORT": server.stdout.readline().strip()}
    try:
        set_up(args.home)
        work = {"fill": lambda: fill(args.number), "digest": digest, "send": lambda: send(args.number)}[args.what]
        print(json.dumps(measured(work)))
    finally:
        if server is not None:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
