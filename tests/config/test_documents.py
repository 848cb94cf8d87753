"""What an operator may set or hear is written in ``docs/operations.md``."""

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
# Set by the tests or by the command itself.
OURS = {"CERCLES_TESTING", "CERCLES_SERVED", "DJANGO_SETTINGS_MODULE"}


def test_every_variable_is_documented():
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "src" / "cercles").rglob("*.py")]
    read = {name for text in sources for name in re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', text)}
    assert {name for name in read - OURS if f"`{name}`" not in OPERATIONS} == set()


def test_no_variable_is_documented_that_nothing_reads():
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "cercles").rglob("*.py"))
    named = set(re.findall(r"`(CERCLES_[A-Z_]+|DATABASE_URL|SECRET_KEY)`", OPERATIONS))
    assert {name for name in named if name not in sources and name != "DATABASE_URL"} == set()


def test_every_verb_of_ours_that_operations_need_is_documented():
    verbs = {
        path.stem.replace("_", "-") for path in (ROOT / "src/cercles/config/management/commands").glob("[a-z]*.py")
    }
    assert {verb for verb in verbs if f"cercles {verb}" not in OPERATIONS and f"make {verb}" not in OPERATIONS} == set()


def test_every_word_of_the_house_stands_in_the_glossary():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    ours = {model.__name__ for model in apps.get_models() if model.__module__.startswith("cercles.")}
    assert {name for name in ours if f"`{name}`" not in glossary} == set()
