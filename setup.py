"""The wheel carries the npm files and the guide the site serves, so that an installed package needs no checkout.

The rest is in ``pyproject.toml``.
"""

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
        if not self.editable_mode:  # the checkout serves them where they are
            for source, target in (self.vendored() | self.guide()).items():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)

    def vendored(self) -> dict[Path, Path]:
        """Where each file is, and where the wheel takes it from; fetched from npm when this checkout never was prepared."""
        bootstrap.assets()
        static = Path(self.build_lib) / "cercles" / "core" / "static" / PREFIX
        return {ROOT / "assets" / "node_modules" / name: static / name for name in FILES}

    def guide(self) -> dict[Path, Path]:
        """The pages of the guide where ``pages.queries`` looks for them, their pictures among the static files."""
        docs, room = ROOT / "docs", Path(self.build_lib) / "cercles" / "pages"
        texts = [*(docs / "guide").glob("*.md"), docs / "operations.md"]
        pictures = (docs / "guide" / "images").iterdir()
        return {path: room / "data" / path.relative_to(docs) for path in texts} | {
            path: room / "static" / "pages" / "guide" / path.name for path in pictures
        }


setup(cmdclass={"build_py": BuildWithAssets})
