"""The house rules a tool can see. Each says what is wrong and where; the reasons are in docs/architecture.md."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "cercles"
OPEN = {"enums", "models", "queries", "actions", "rules"}  # what another room may import
FREE = {"core", "config", "pages"}
BELOW_THE_EDGE = {"enums", "rules", "models", "queries", "actions", "emails", "bridge"}
WEB = ("django.http", "django.shortcuts", "django.contrib.messages", "django.views")
FILE_MAX, FUNCTION_MAX, FUNCTION_HARD, VIEW_MAX, TEMPLATE_MAX, SETTINGS_MAX, JAVASCRIPT_MAX = (
    250,
    30,
    50,
    25,
    120,
    200,
    800,
)


@cache
def _python(*, inside: str = "**/*.py") -> list[tuple[Path, ast.Module]]:
    found = (path.relative_to(SRC) for path in sorted(SRC.glob(inside)) if "migrations" not in path.parts)
    return [(path, ast.parse(_text(path))) for path in found]


def _templates() -> Iterator[tuple[Path, str]]:
    for path in sorted(SRC.glob("*/templates/**/*")):
        if path.is_file():
            yield path.relative_to(SRC), path.read_text(encoding="utf-8")


def _lines(path: Path) -> int:
    return len((SRC / path).read_text(encoding="utf-8").splitlines())


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _length(function: ast.FunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


# Sizes


def test_files_are_short() -> None:
    assert {str(path): _lines(path) for path, _ in _python() if _lines(path) > FILE_MAX} == {}
    assert _lines(Path("config/settings.py")) <= SETTINGS_MAX


def test_functions_are_short() -> None:
    sizes = {f"{path}:{f.name}": _length(f) for path, tree in _python() for f in _functions(tree)}
    assert {name: size for name, size in sizes.items() if size > FUNCTION_HARD} == {}
    long = {name: size for name, size in sizes.items() if size > FUNCTION_MAX}
    assert len(long) <= len(sizes) / 50, f"more than one function in fifty is past {FUNCTION_MAX} lines: {long}"


def test_views_are_short_and_never_save() -> None:
    long, saving = {}, []
    for path, tree in _python():
        if path.stem == "views" or "views" in path.parts:
            long |= {f"{path}:{f.name}": _length(f) for f in _functions(tree) if _length(f) > VIEW_MAX}
            saving += [f"{path}:{node.lineno}" for node in ast.walk(tree) if _is_save(node)]
    assert long == {}
    assert saving == []


WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete"}


def _is_save(node: ast.AST) -> bool:
    """Or any other name under which a row is written."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES


def test_templates_are_short() -> None:
    assert {str(path): text.count("\n") for path, text in _templates() if text.count("\n") > TEMPLATE_MAX} == {}


def test_own_javascript_is_little() -> None:
    scripts = list(SRC.glob("*/static/**/*.js"))
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in scripts) <= JAVASCRIPT_MAX


# Floors


def _floors() -> dict[str, int]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["id"] == "floors")["layers"]
    return {room.strip(" ()"): n for n, layer in enumerate(reversed(layers)) for room in layer.split("|")}


def test_a_room_imports_only_the_open_files_of_another() -> None:
    graph, closed = grimp.build_graph("cercles"), []
    for importer in sorted(graph.modules):
        for imported in graph.find_modules_directly_imported_by(importer):
            here, there = importer.split("."), imported.split(".")
            if len(there) < 3 or here[1:2] == there[1:2] or there[1] in FREE or here[1] in {"config", "pages"}:
                continue
            if there[2] not in OPEN:
                closed.append((importer, imported))
    assert closed == []


def test_nothing_below_the_edge_knows_the_web() -> None:
    knowing = [
        (str(path), name)
        for path, tree in _python()
        if BELOW_THE_EDGE & {path.stem, path.parent.name} and path.parts[0] not in FREE
        for name in _imports(tree)
        if name.startswith(WEB)
    ]
    assert knowing == []


def test_foreign_keys_go_down() -> None:
    floor, climbing = _floors(), []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and field.concrete else None
            if target is None or isinstance(target, str) or target._meta.label == settings.AUTH_USER_MODEL:
                continue
            here, there = model._meta.app_label, target._meta.app_label
            if here in floor and there in floor and here != there and floor[there] >= floor[here]:
                climbing.append(f"{model._meta.label}.{field.name} → {there}")
    assert climbing == []


def test_a_model_asked_by_its_name_stands_on_the_same_floor_or_below() -> None:
    """What import-linter cannot see."""
    floor = _floors()
    climbing = [
        f"{path}: {room}"
        for path, _ in _python()
        for room in re.findall(r"(?:get_model\(|import_module\(f?)[\"'](?:cercles\.)?(\w+)", _text(path))
        if path.parts[0] != room and floor.get(room, 99) >= floor[path.parts[0]]
    ]
    assert climbing == []


# Habits


def test_no_signals() -> None:
    assert [str(path) for path, _ in _python() if re.search(r"\bsignals\b|\bdjango\.dispatch\b", _text(path))] == []


def test_time_comes_from_the_clock() -> None:
    pattern = re.compile(
        r"\b(timezone|datetime)\.(now|today|utcnow)\(|\bdate\.today\(|\btimezone\.local(date|time)\(\)|\btime\.time\("
        r"|from django\.utils\.timezone import|from time import"
    )
    assert [str(path) for path, _ in _python() if path.name != "clock.py" and pattern.search(_text(path))] == []


def test_the_day_of_a_moment_is_that_of_the_place() -> None:
    """A moment is kept in UTC, where the day begins an hour or two late: ``typography.day_of``, not ``.date()``."""
    pattern = re.compile(r"(_at|\bcreated|\bat|\bbefore|\bsince|clock\.now\(\))\)?\.date\(\)")
    assert [str(path) for path, _ in _python() if pattern.search(_text(path))] == []


def test_rights_never_come_from_django_permissions() -> None:
    pattern = re.compile(r"\bhas_perms?\(|\bis_superuser\b|\bis_staff\b|permission_required")
    assert [str(path) for path, _ in _python() if pattern.search(_text(path))] == []


def test_accents_are_compared_by_key() -> None:
    pattern = re.compile(r"__(icontains|iexact|istartswith|iendswith|iregex)\b|\bLower\(|\bUpper\(")
    assert [str(path) for path, _ in _python() if path.name != "text.py" and pattern.search(_text(path))] == []


@cache
def _text(path: Path) -> str:
    return (SRC / path).read_text(encoding="utf-8")


def test_refusals_are_translatable() -> None:
    raw = []
    for path, tree in _python():
        for node in ast.walk(tree):
            refusal = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RuleBroken" and len(node.args) > 1
            if refusal and isinstance(node.args[1], ast.Constant | ast.JoinedStr):
                raw.append(f"{path}:{node.lineno}")
    assert raw == []


def test_no_junk_drawer() -> None:
    assert [str(path) for path, _ in _python() if path.stem in {"utils", "helpers", "common", "misc"}] == []


# Pages

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)|<style|\sstyle=|\s(on[a-z]+|hx-on[:a-z-]*)=[\"']|javascript:|\|safe\b",
    re.I,
)


def test_no_inline_script_style_or_handler() -> None:
    pages = ((path, text) for path, text in _templates() if "mail" not in path.name and path.suffix == ".html")
    assert [str(path) for path, text in pages if INLINE.search(text)] == []


def test_every_template_is_used() -> None:
    said = "\n".join(text for _, text in _templates()) + "\n".join(_text(path) for path, _ in _python())
    by_convention = ("account/", "django/forms/", "403.html", "403_csrf.html", "404.html", "429.html", "500.html")
    names = [str(path).partition("/templates/")[2] for path, _ in _templates()]
    assert [name for name in names if name not in said and not name.startswith(by_convention)] == []


# Documents


def test_every_model_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    ours = [model for model in apps.get_models() if model.__module__.startswith("cercles.")]
    assert sorted(model.__name__ for model in ours if f"`{model.__name__}`" not in glossary) == []


def test_every_slot_stands_in_the_architecture() -> None:
    document = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {
        name.split(":")[0]
        for path, _ in _python()
        for name in re.findall(r"slots\.(?:register|providers|collect)\(\s*f?\"([^\"{]+)", _text(path))
    }
    assert sorted(name for name in named if f"`{name}" not in document) == []


def test_the_project_names_no_machine() -> None:
    pattern = re.compile(r"(^|[\s\"'(=])/(work|root|tmp/bash_jobs|farm)/")
    kinds = {".py", ".md", ".toml", ".html", ".css", ".js", ".json", ".csv", ".txt", ".in", ".sh"}
    folders = ("src", "tests", "docs", "tools", "requirements", ".ci", "assets")
    files = [
        path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in kinds and path.is_file()
    ]
    ours = (path for path in files if "node_modules" not in path.parts and path != Path(__file__))
    assert [
        str(path.relative_to(ROOT))
        for path in ours
        if pattern.search(path.read_text(encoding="utf-8", errors="replace"))
    ] == []
