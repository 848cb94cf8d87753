"""Cut the icons in use out of bootstrap-icons into one sprite: ``python tools/icons.py`` after ``npm ci`` in ``assets/``."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from cercles.core.icons import ICONS  # noqa: E402

SOURCE = ROOT / "assets/node_modules/bootstrap-icons/icons"
SPRITE = ROOT / "src/cercles/core/static/core/icons.svg"


def symbol(name: str, file: str) -> str:
    text = (SOURCE / f"{file}.svg").read_text()
    inner = re.sub(r"\s*\n\s*", "", re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL).group(1))
    return f'<symbol id="{name}" viewBox="0 0 16 16">{inner}</symbol>'


def sprite() -> str:
    symbols = "\n".join(symbol(name, file) for name, file in sorted(ICONS.items()))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


if __name__ == "__main__":
    SPRITE.write_text(sprite())
    print(f"{len(ICONS)} icons, {SPRITE.stat().st_size} bytes: {SPRITE.relative_to(ROOT)}")
