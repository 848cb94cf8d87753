"""The instance's settings, told that it is tested before anything is read."""

import os

os.environ["CERCLES_TESTING"] = "1"
os.environ.setdefault("CERCLES_DEMO", "0")
os.environ["CERCLES_URL"] = "http://testserver"

from cercles.config.settings import *  # noqa: F403
