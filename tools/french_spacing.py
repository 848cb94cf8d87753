"""French spacing in what people read: a no-break space before ``: ; ? ! »`` and after ``«``, a typographic apostrophe.

    python tools/french_spacing.py [--check] [FILE …]      (all of src/cercles when no file is named)

Only what is translated is touched: ``translate`` and ``blocktranslate`` in templates, ``_("…")`` and its sisters in Python.
Addresses, times (12:30), formats ({:d}, %(name)s), placeholders ({{ name }}) and code stay as they are.
"""

import argparse
import ast
import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NBSP = "\u00a0"
NAMES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# Kept whole, in this order: placeholders, tags, formats, addresses, times, entities.
KEPT = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>|%\(\w+\)[sd]|\{[^{}]*\}|\b(?:https?|mailto):\S+|\b\d{1,2}:\d{2}\b|&#?\w+;",
    re.DOTALL,
)
_BLOCK = re.compile(r"(\{%\s*blocktrans(?:late)?\b[^%]*%\})(.*?)(\{%\s*endblocktrans(?:late)?\s*%\})", re.DOTALL)
_INLINE = re.compile(r"(\{%\s*trans(?:late)?\s+)(\"[^\"]*\"|'[^']*')")


def _plain(text: str) -> str:
    text = re.sub(r"«[ \u202f]*(?=\S)", f"«{NBSP}", text)
    text = re.sub(r"(?<=\S)[ \u202f]*»", f"{NBSP}»", text)
    text = re.sub(r"(?<=\S)[ \u202f]([:;?!])(?!\w)", rf"{NBSP}\1", text)
    text = re.sub(r"(?<=[\wÀ-ÿ)»])([?!])(?![\w/=&])", rf"{NBSP}\1", text)
    return re.sub(r"(?<=[A-Za-zÀ-ÿ])'(?=[A-Za-zÀ-ÿ{%])", "’", text)


def mend(text: str) -> str:
    """``text`` with French spacing; what must stay is set aside under a private character while the rest is mended."""
    kept: list[str] = []

    def aside(match: re.Match[str]) -> str:
        kept.append(match.group())
        return "\ue000"

    mended = _plain(KEPT.sub(aside, text)).replace(f"{NBSP}{NBSP}", NBSP)
    return re.sub("\ue000", lambda _match: kept.pop(0), mended)


def template(source: str) -> str:
    source = _BLOCK.sub(lambda m: m[1] + mend(m[2]) + m[3], source)
    return _INLINE.sub(lambda m: m[1] + m[2][0] + mend(m[2][1:-1]) + m[2][0], source)


def _strings(tree: ast.Module) -> list[ast.Constant]:
    """The literals handed to a translation function, whatever their number."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    ours = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id in NAMES)
    return [arg for call in ours for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]


def python(source: str) -> str:
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))

    def offset(row: int, column: int) -> int:
        return starts[row - 1] + len(lines[row - 1].encode()[:column].decode())

    for node in sorted(_strings(ast.parse(source)), key=lambda n: (n.lineno, n.col_offset), reverse=True):
        begin = offset(node.lineno, node.col_offset)
        end = offset(node.end_lineno or 0, node.end_col_offset or 0)
        literal = source[begin:end]
        source = source[:begin] + _literal(literal) + source[end:]
    return source


def _literal(literal: str) -> str:
    """Mend inside the quotes of each piece, so that quotes and the spaces between pieces stay."""
    return re.sub(r"(\")((?:[^\"\\\n]|\\.)*)(\")", lambda m: m[1] + mend(m[2]) + m[3], literal)


def files(named: list[Path]) -> list[tuple[Path, Callable[[str], str]]]:
    folder = ROOT / "src" / "cercles"
    paths = named or [
        *folder.rglob("*.py"),
        *folder.glob("*/templates/**/*.html"),
        *folder.glob("*/templates/**/*.txt"),
    ]
    return [
        (path, python if path.suffix == ".py" else template) for path in sorted(paths) if "migrations" not in path.parts
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true", help="say which files are wrong, change nothing")
    args = parser.parse_args()
    wrong = []
    for path, mended in files(args.files):
        before = path.read_text(encoding="utf-8")
        after = mended(before)
        if after != before:
            wrong.append(path)
            if not args.check:
                path.write_text(after, encoding="utf-8")
    for path in wrong:
        print(path)
    print(f"{len(wrong)} {'to mend' if args.check else 'mended'}")
    return 1 if args.check and wrong else 0


if __name__ == "__main__":
    sys.exit(main())
