"""A server that speaks S3 (rclone's), and a wire to it that can be cut."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from tests.config.instance import free_port, wait_until

KEY, SECRET, BUCKET = "cle-de-test", "secret-de-test", "cercles"


class Server:
    """What it keeps lies in ``folder / BUCKET``, as files that a test may look at."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder / BUCKET, free_port()
        self.folder.mkdir(parents=True)
        tool = shutil.which("rclone") or str(Path(sys.executable).parent / "rclone")
        command = [
            tool,
            "serve",
            "s3",
            "--addr",
            f"127.0.0.1:{self.port}",
            "--auth-key",
            f"{KEY},{SECRET}",
            str(folder),
        ]
        clean = {**os.environ, "RCLONE_CONFIG": os.devnull}
        self.process = subprocess.Popen(command, env=clean, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: _answers(self.port), 20)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)

    def names(self) -> list[str]:
        """Of every file that is there whole."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


class Wire:
    """Carries what is said to the server, and is cut for good once ``most`` bytes went up; ``mend`` lets everything through again."""

    def __init__(self, port: int, most: int | None = None):
        self.target, self.left = port, most
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.accepting = threading.Thread(target=self._accept, daemon=True)
        self.accepting.start()

    def mend(self) -> None:
        self.left = None

    @property
    def is_cut(self) -> bool:
        return self.left is not None and self.left <= 0

    def stop(self) -> None:
        self.listening.shutdown(socket.SHUT_RDWR)
        self.accepting.join()
        self.listening.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self.listening.accept()
            except OSError:  # stopped
                return
            if self.is_cut:
                near.close()
                continue
            threading.Thread(target=self._both_ways, args=(near,), daemon=True).start()

    def _both_ways(self, near: socket.socket) -> None:
        with near, socket.create_connection(("127.0.0.1", self.target)) as far:
            down = threading.Thread(target=self._carry, args=(far, near, False), daemon=True)
            down.start()
            self._carry(near, far, True)
            down.join()

    def _carry(self, source: socket.socket, end: socket.socket, goes_up: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(16_384):
                if goes_up and self.left is not None:
                    self.left -= len(piece)
                    if self.is_cut:
                        break
                end.sendall(piece)
        for one in (source, end):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
