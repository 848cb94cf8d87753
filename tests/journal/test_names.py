"""Whoever administers reads words, never a verb of the code: each room names its jobs and its mails."""

import ast
import importlib
from pathlib import Path

import pytest
from django.utils.functional import Promise

import cercles
from cercles.core import jobs

ROOT = Path(cercles.__file__).parent


def _starts(path: Path) -> list[str]:
    """How each key given to a mail in this file begins."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    keys = [word.value for call in calls for word in call.keywords if word.arg == "key"]
    return [_start(key.values[0], path) for key in keys if isinstance(key, ast.JoinedStr)]


def _start(part: ast.expr, path: Path) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    if isinstance(part.value, ast.Call):  # ``message_key(by)``: what it returns begins with words too
        name = ast.unparse(part.value.func)
        made = next(node for node in ast.walk(ast.parse(path.read_text())) if getattr(node, "name", "") == name)
        return next(node.value.values[0].value for node in ast.walk(made) if isinstance(node, ast.Return))
    module = ".".join(("cercles", *path.relative_to(ROOT).with_suffix("").parts))
    return str(getattr(importlib.import_module(module), ast.unparse(part.value)))


MAILS = sorted(
    {
        start
        for path in (*ROOT.glob("*/emails.py"), *ROOT.glob("*/emails/*.py"), *ROOT.glob("*/forms/links/*.py"))
        for start in _starts(path)
    }
)


def test_the_mails_of_every_room_are_found():
    assert {start.split("-")[0].split(":")[0].split(".")[0] for start in MAILS} == {
        "affiliation", "approval", "circle", "claim", "meetings", "merge", "people", "poll", "report", "reuse", "sheet",
    }  # fmt: skip


@pytest.mark.parametrize("start", MAILS)
def test_each_mail_says_what_it_is_for(start):
    assert jobs.mail_title(start) not in ("", start)


OURS = sorted(
    verb for verb in jobs.verbs() if verb.split(".")[0] in {path.parent.name for path in ROOT.glob("*/apps.py")}
)


@pytest.mark.parametrize("verb", OURS)
def test_each_job_says_what_it_does(verb):
    title = jobs._titles[verb]
    assert (isinstance(title, Promise), str(title)[:1].isupper(), "." in str(title)) == (True, True, False)


def test_the_longest_beginning_says_it_best_and_an_unknown_key_says_nothing():
    assert jobs.mail_title("meetings.follow_up_noted:4:2:20260101") == "Suite à donner d’une rencontre"
    assert jobs.mail_title("secret:12") == ""
    assert jobs.title_of("gone.verb") == "gone.verb"
