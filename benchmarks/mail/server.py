"""A mail server (aiosmtpd) that takes everything and keeps nothing. Its first line is its port."""

import socket
import time
from typing import Any

from aiosmtpd.controller import Controller


class Taker:
    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        return "250 OK"


def main() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    Controller(Taker(), hostname="127.0.0.1", port=port).start()
    print(port, flush=True)
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main()
