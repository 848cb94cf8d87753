"""The guide quotes the screen: what it sets in bold exists there, its links lead somewhere, its pictures are light."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from tools.french_spacing import NAMES

from cercles.core.markdown import anchor_of, document
from cercles.organisations.queries.table import COLUMNS
from cercles.pages.queries import DATA, GUIDE, guide_address, guide_page

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "cercles"
FOLDER = ROOT / "docs" / "guide"
FILES = sorted(FOLDER.glob("*.md"))
CODE = re.compile(r"`[^`]*`")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
LINK = re.compile(r"\]\(([^)]+)\)")
HOLE = re.compile(r"\{\{.*?\}\}|%\(\w+\)[sd]|\{\w*\}")
KB = 1000


def _flat(text: str) -> str:
    """One space wherever there is any, and no final stop: a label is quoted inside a sentence."""
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " ")).strip().rstrip(".")


def _of_template(source: str) -> list[str]:
    inline = re.findall(r"\{%\s*translate\s+\"([^\"]*)\"", source)
    blocks = re.findall(r"\{%\s*blocktranslate\b[^%]*%\}(.*?)\{%\s*endblocktranslate\s*%\}", source, re.DOTALL)
    return [*inline, *(part for block in blocks for part in re.split(r"\{%\s*plural\s*%\}", block))]


def _of_python(source: str) -> list[str]:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    ours = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id in NAMES)
    return [
        arg.value for call in ours for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    ]


@cache
def screen() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every sentence of the interface: those without a name in them, and the shapes of those with one."""
    said = [
        text for path in SRC.glob("*/templates/**/*.html") for text in _of_template(path.read_text(encoding="utf-8"))
    ]
    python = (path for path in SRC.rglob("*.py") if "migrations" not in path.parts)
    said += [text for path in python for text in _of_python(path.read_text(encoding="utf-8"))]
    shapes = {_flat(text) for text in said if HOLE.search(text)}
    patterns = (
        ".+".join(re.escape(part) for part in HOLE.split(shape)) for shape in shapes if len(HOLE.sub("", shape)) > 6
    )
    return frozenset(_flat(text) for text in said), tuple(re.compile(pattern) for pattern in patterns)


def _on_screen(label: str) -> bool:
    exact, shapes = screen()
    return _flat(label) in exact or any(shape.fullmatch(_flat(label)) for shape in shapes)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_bold_is_on_the_screen(path):
    labels = BOLD.findall(CODE.sub("", path.read_text(encoding="utf-8")))
    assert [label for label in labels if not _on_screen(label)] == []


def test_a_label_that_no_screen_shows_is_noticed():
    assert _on_screen("Ouvrir un cercle")
    assert not _on_screen("Ouvrir un bocal")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path):
    broken = [target for target in LINK.findall(path.read_text(encoding="utf-8")) if not _leads(path, target)]
    assert broken == []


def _leads(path: Path, target: str) -> bool:
    if target.startswith(("https:", "mailto:")):
        return True
    name, _sep, part = target.partition("#")
    file = (path.parent / name).resolve() if name else path
    headings = {anchor_of(line.lstrip("# ")) for line in _lines(file) if line.startswith("#")}
    return file.is_file() and (not part or part in headings)


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.suffix == ".md" and file.is_file() else []


def test_the_site_shows_every_file_of_the_guide(client, db):
    assert {(DATA / file).resolve() for file in GUIDE.values()} == {*FILES, ROOT / "docs" / "operations.md"}
    for slug, file in GUIDE.items():
        page = client.get(guide_address(file))
        assert page.status_code == 200
        assert guide_page(slug).title in page.content.decode()


def test_the_site_serves_every_picture_of_the_guide():
    pictures = {path.name for path in (FOLDER / "images").iterdir()}
    assert {name for name in pictures if find(f"pages/guide/{name}") is None} == set()


def test_a_page_that_the_guide_does_not_have(client, db):
    assert client.get("/guide/nulle-part/").status_code == 404


def test_pictures_are_light_told_and_used():
    pictures = sorted((FOLDER / "images").glob("*"))
    heavy = {picture.name: picture.stat().st_size for picture in pictures if picture.stat().st_size > 80 * KB}
    told = "".join(path.read_text(encoding="utf-8") for path in FILES)
    assert heavy == {}
    assert [picture.name for picture in pictures if f"images/{picture.name}" not in told] == []
    assert re.findall(r"!\[\s*\]", told) == []


def test_the_columns_are_those_the_export_writes():
    rows = re.findall(r"^\| `([^`]+)` \|", (FOLDER / "tableurs.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == list(COLUMNS)


def test_a_document_keeps_its_anchors_and_its_french_spaces():
    made = document("# Titre\n\n## Qui voit quoi ?\n\nOui : [là](a.md#b) `x : y`", address=str.upper)
    assert (made.title, made.headings) == ("Titre", [("qui-voit-quoi", "Qui voit quoi\u00a0?")])
    assert '<h2 id="qui-voit-quoi">' in made.html
    assert 'Oui\u00a0: <a href="A.MD#B">là</a> <code>x : y</code>' in made.html
    assert "<h1" not in made.html


# Three homonyms (docs/glossary.md). « Alliance » is told by what stands beside it; the two others always say which they are.
HOMONYMS = (
    re.compile(r"\bfonds\b(?! (?:de dotation|d’ingénierie|d’investissement|propres|publics))", re.IGNORECASE),
    re.compile(r"(?<!structure )(?<!structures )\bcatalyseurs?\b(?! territoria)", re.IGNORECASE),
)


def test_the_homonyms_say_which_they_are():
    exact, _shapes = screen()
    assert [text for text in exact if any(homonym.search(text) for homonym in HOMONYMS)] == []
    assert [bool(HOMONYMS[0].search(text)) for text in ("un fonds", "un fonds de dotation")] == [True, False]
    assert [bool(HOMONYMS[1].search(text)) for text in ("un catalyseur", "des catalyseurs territoriaux")] == [
        True,
        False,
    ]
