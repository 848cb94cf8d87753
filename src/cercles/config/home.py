"""``CERCLES_HOME``: everything an instance owns lies under one folder, so that two instances never meet."""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """The instance's folder, made on first use: ``var`` beside the sources, or where one stands when only the package is there."""
    beside = ROOT if (ROOT / "pyproject.toml").exists() else Path.cwd()
    folder = Path(os.environ.get("CERCLES_HOME") or beside / "var").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (
        FileExistsError,
        FileNotFoundError,
        NotADirectoryError,
    ):  # before the settings, hence before any translation
        raise SystemExit(f"CERCLES_HOME ne peut pas être {folder} : donnez un dossier.") from None
    return folder


def is_demo() -> bool:
    """A home that was filled with the demonstration stays one: fictional people are never served as real ones."""
    said = os.environ.get("CERCLES_DEMO")
    return said == "1" if said else (home() / "demo").exists()


def secret_key() -> str:
    """The signing key: from ``SECRET_KEY``, else made once and kept readable by its owner alone."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    path = home() / "secret_key"
    if not path.exists():
        fresh = path.with_name(f"secret_key.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)  # the first process wins, the others read what it wrote
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()


def said_of_us() -> dict[str, str]:
    """Who edits the site, who directs it, where to write, who hosts it: an operator says it once, or an administrator writes it."""
    said = {
        "editor": os.environ.get("CERCLES_EDITOR", ""),
        "director": os.environ.get("CERCLES_DIRECTOR", ""),
        "contact": os.environ.get("CERCLES_CONTACT", ""),
        "hosting": os.environ.get("CERCLES_HOSTING", ""),
        "accessibility": os.environ.get("CERCLES_ACCESSIBILITY", ""),
    }
    return {name: text.strip() for name, text in said.items()}
