"""The wheel is the whole site: every file that is not Python, and the npm files, served without the checkout."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cercles.core.vendored import FILES
from tests.config.instance import ROOT

pytestmark = pytest.mark.slow
MODULES = "assets/node_modules"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built out of a copy, as from a fresh clone whose npm files were fetched."""
    if not (ROOT / MODULES / ".done").exists():
        pytest.skip("npm ci has not run in assets/")
    copy, built = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE", "requirements", "tools", "docs", "src"):
        source, ignored = ROOT / name, shutil.ignore_patterns("__pycache__", "*.egg-info")
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=ignored)
        else:
            shutil.copy(source, copy / name)
    for name in ("assets/package-lock.json", f"{MODULES}/.done", *(f"{MODULES}/{name}" for name in FILES)):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", built, copy]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(built.glob("cercles-*.whl"))


def files_of_the_rooms() -> set[str]:
    found = (path.relative_to(ROOT / "src") for path in (ROOT / "src").rglob("*") if path.is_file())
    there = (path for path in found if "__pycache__" not in path.parts and path.name[0] != ".")
    return {str(path) for path in there if not path.parts[0].endswith(".egg-info")}


def files_of_the_guide() -> set[str]:
    docs = ROOT / "docs"
    pictures = {f"static/pages/guide/{path.name}" for path in (docs / "guide" / "images").iterdir()}
    texts = {f"data/{path.relative_to(docs)}" for path in (*docs.glob("guide/*.md"), docs / "operations.md")}
    return {f"cercles/pages/{name}" for name in texts | pictures}


def test_it_holds_every_file_of_the_rooms_and_what_npm_brings(wheel):
    with zipfile.ZipFile(wheel) as opened:
        inside = {name for name in opened.namelist() if name.startswith(("cercles/", "cercles_engine/"))}
    assert inside == files_of_the_rooms() | files_of_the_guide() | {
        f"cercles/core/static/vendor/{name}" for name in FILES
    }


def test_an_installed_site_collects_what_its_pages_name(wheel, tmp_path):
    """Far from the checkout; the manifest refuses a style sheet that names a file which is not there."""
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(tmp_path / "installed")
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    mine = {"PYTHONPATH": str(tmp_path / "installed"), "CERCLES_HOME": str(tmp_path / "home")}
    collect = [sys.executable, "-m", "cercles.config", "collectstatic", "--noinput"]
    done = subprocess.run(collect, cwd=tmp_path, env=kept | mine, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    named = json.loads((tmp_path / "home" / "static" / "staticfiles.json").read_text())["paths"]
    assert {name for name in FILES if f"vendor/{name}" not in named} == set()
    assert Path(tmp_path / "home" / "static" / named["core/theme.css"]).is_file()
