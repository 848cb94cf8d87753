"""The gallery tells of every component, and its page keeps the house's promises."""

import re
from pathlib import Path

from cercles.core import gallery
from cercles.core.icons import ICONS
from cercles.core.templatetags.ui import register

CORE = Path(gallery.__file__).parent


def test_every_component_is_shown():
    said = "".join(path.read_text() for path in (CORE / "templates/core/gallery").glob("*.html"))
    shown = {name for name in register.tags if re.search(rf"\{{% {name}[ %]", said)}
    assert shown == set(register.tags)
    assert {name for name in register.filters if f"|{name}" not in said} == set()


def test_anybody_may_look_and_nothing_is_inline(client, db):
    response = client.get("/galerie/")
    html = response.content.decode()
    assert response.status_code == 200
    assert re.findall(r"<[^>]+\son\w+=|<[^>]+\sstyle=|<style|<script(?![^>]+src=)", html) == []
    assert "<marquee" not in html


def test_the_sprite_holds_exactly_the_icons_in_use():
    sprite = (CORE / "static/core/icons.svg").read_text()
    assert re.findall(r'<symbol id="([^"]+)"', sprite) == sorted(ICONS)


def test_the_manifest_names_the_site(client, db):
    assert client.get("/manifest.webmanifest").json()["name"] == "Cercles"


def test_a_page_that_does_not_exist_says_what_to_do(client, db):
    response = client.get("/cette-page-nexiste-pas/")
    assert response.status_code == 404
    assert "Cette page n’existe pas" in response.content.decode()
