"""What the web server loads."""

import os
import signal
from typing import Any

from django.core.wsgi import get_wsgi_application


def _served() -> Any:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cercles.config.settings")
    served: Any = get_wsgi_application()
    from django.conf import settings

    if settings.HTTPS:
        # The server speaks HTTP: with an https address, somebody stands in front and says who really asks.
        from granian.utils.proxies import wrap_wsgi_with_proxy_headers

        served = wrap_wsgi_with_proxy_headers(served, os.environ.get("CERCLES_PROXIES", "127.0.0.1"))
    return served


def _tie() -> None:
    """Granian's own process, killed with −9, would leave this one behind."""
    from cercles.config.serve import die_with_parent

    tie = die_with_parent(os.getppid(), signal.SIGKILL)
    if tie is not None:
        tie()


application = _served()
if os.environ.get("CERCLES_SERVED") == "1":
    _tie()
