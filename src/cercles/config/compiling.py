"""The code that the engine compiles, made before anybody waits for it, and not made again while nothing it was made from changed.

In a process of its own: what a compiler takes of memory is given back, and its failure is not ours.
"""

import hashlib
import platform
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

STAMP = "engine-compiled"


def compile_engine(say: Callable[[str], object]) -> None:
    """One sentence when it is done, none when it was; without it the first question of each kind takes some seconds more, no worse."""
    stamp = settings.HOME / STAMP
    mark = made_from(_folder())
    if stamp.exists() and stamp.read_text(encoding="utf-8") == mark:
        return
    say(_("Je prépare les calculs (une dizaine de secondes, cette fois seulement)"))
    done = subprocess.run([sys.executable, "-m", "cercles_engine"], capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["?"])[-1]
        say(_("Les calculs se prépareront à la première demande, qui attendra un peu : %(said)s") % {"said": said})
        return
    stamp.write_text(mark, encoding="utf-8")


def made_from(folder: Path) -> str:
    """Of the sources in ``folder`` as Numba tells them apart, by place, date and size; of Numba, Python and the machine."""
    parts = [sys.version, sys.prefix, platform.node(), platform.machine(), _numba()]
    for path in sorted(folder.rglob("*.py")):
        stat = path.stat()
        parts.append(f"{path} {stat.st_mtime_ns} {stat.st_size}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _numba() -> str:
    try:
        return version("numba")
    except PackageNotFoundError:
        return ""


def _folder() -> Path:
    found = find_spec("cercles_engine")  # looks for it, without importing it
    if found is None or found.origin is None:
        raise FileNotFoundError("cercles_engine")
    return Path(found.origin).parent
