"""Of the npm packages, only what the site uses can be reached."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from cercles.core.vendored import FILES

needs_npm = pytest.mark.skipif(not settings.NODE_MODULES.exists(), reason="npm ci has not run in assets/")


@needs_npm
def test_a_file_of_the_list_is_found():
    assert finders.find("vendor/bootstrap/dist/css/bootstrap.min.css") is not None


@pytest.mark.parametrize(
    "path",
    [
        "vendor/bootstrap/package.json",
        "vendor/../package.json",
        "bootstrap/dist/css/bootstrap.min.css",
        "vendor/bootstrap/dist/js/bootstrap.js",
    ],
)
def test_nothing_else_is(path):
    assert finders.find(path) is None


def test_what_the_style_sheet_names_is_in_the_list():
    css = Path(finders.find("core/theme.css")).read_text()
    assert {name for name in re.findall(r'url\("\.\./vendor/([^"]+)"\)', css) if name not in FILES} == set()
