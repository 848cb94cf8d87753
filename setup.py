"""The wheel carries the npm files the site serves, so that an installed package needs no checkout. The rest is in ``pyproject.toml``."""

import shutil
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

import bootstrap  # noqa: E402

from cercles.core.vendored import FILES, PREFIX  # noqa: E402


class BuildWithAssets(build_py):
    def run(self) -> None:
        super().run()
        if not self.editable_mode:  # the checkout serves them from assets/
            for source, target in self.vendored().items():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)

    def vendored(self) -> dict[Path, Path]:
        """Where each file is, and where the wheel takes it from; fetched from npm when this checkout never was prepared."""
        bootstrap.assets()
        static = Path(self.build_lib) / "cercles" / "core" / "static" / PREFIX
        return {ROOT / "assets" / "node_modules" / name: static / name for name in FILES}


setup(cmdclass={"build_py": BuildWithAssets})
