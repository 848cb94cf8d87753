"""What the web server loads."""

import os
import signal
from typing import Any

from django.core.wsgi import get_wsgi_application


def _served() -> Any:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cercles.config.settings")
    served: Any = get_wsgi_application()
    from django.conf import settings

    from cercles.config.proxies import behind

    return behind(settings.PROXIES, served)


def _tie() -> None:
    """Granian's own process, killed with −9, would leave this one behind."""
    from cercles.config.serve import die_with_parent

    tie = die_with_parent(os.getppid(), signal.SIGKILL)
    if tie is not None:
        tie()


application = _served()
if os.environ.get("CERCLES_SERVED") == "1":
    _tie()
