"""``CERCLES_HOME``: everything an instance owns lies under one folder, so that two instances never meet."""

import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def home() -> Path:
    """The instance's folder, made on first use."""
    folder = Path(os.environ.get("CERCLES_HOME") or ROOT / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


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
