"""The site served for a measure: the same granian command as ``cercles serve``, on a free port, with another application if asked."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from cercles.config.serve import answers, children

TIMED = "benchmarks.served:application"
_ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(application: str = TIMED) -> Iterator[tuple[int, int]]:
    """(port, process) of the web server on this process's instance, ended at the end of the block."""
    port = free_port()
    command = [*children("127.0.0.1", port)[0].command[:-1], application]
    env = os.environ | {"PYTHONPATH": f"{_ROOT}:{_ROOT / 'src'}"}
    process = subprocess.Popen(command, env=env, cwd=_ROOT, start_new_session=True)
    try:
        while not answers("127.0.0.1", port):
            if process.poll() is not None:
                raise RuntimeError("the server did not start")
            time.sleep(0.1)
        yield port, process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)
