"""The instance's settings, and the jobs of the tests."""

import os
from pathlib import Path

from cercles.config.settings import *  # noqa: F403
from cercles.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.journal.effects.EffectsConfig"]
INDEX_ROOT = Path(os.environ["TEST_INDEX_ROOT"])
