"""The instance's settings, told that it is tested before anything is read."""

import os

os.environ["CERCLES_TESTING"] = "1"
os.environ["CERCLES_URL"] = "http://testserver"

from cercles.config.settings import *  # noqa: F403
