"""First visits with a real browser that has nothing in its cache: kilobytes, requests, elements of the document, EcoIndex.

python -m benchmarks.visit --home DIR --out FILE [--demo]
"""

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

from benchmarks.instance import set_up

_WEIGH = "() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(e => e.transferSize)"
_CHROMIUM = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def visit(browser: Any, base: str, path: str, cookies: dict[str, str]) -> dict[str, Any]:
    from benchmarks import ecoindex

    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])
    page = context.new_page()
    page.goto(base + path, wait_until="networkidle")
    sizes = page.evaluate(_WEIGH)
    elements = page.evaluate("document.querySelectorAll('*').length")
    context.close()
    kilobytes = sum(sizes) / 1000
    points = ecoindex.score(elements=elements, requests=len(sizes), kilobytes=kilobytes)
    return {
        "requests": len(sizes), "kB": round(kilobytes, 1), "elements": elements, "score": round(points), "grade": ecoindex.grade(points),
    }  # fmt: skip


def visits() -> list[dict[str, Any]]:
    from playwright.sync_api import sync_playwright

    from benchmarks.browser import Browser
    from benchmarks.pages import pages
    from benchmarks.server import serving

    asked = pages()
    with serving("cercles.config.wsgi:application") as (port, _pid):
        cookies = {page.reader: Browser(port, page.reader).cookies for page in asked}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_CHROMIUM)
            return [
                {"name": page.name, "reader": page.reader is not None}
                | visit(browser, f"http://127.0.0.1:{port}", page.path, cookies[page.reader])
                for page in asked
            ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--demo", action="store_true")
    args = parser.parse_args()
    set_up(args.home, args.demo)
    found = visits()
    args.out.write_text(json.dumps(found, ensure_ascii=False, indent=1))
    for line in found:
        print(
            f"{line['name'][:26]:26s} {line['kB']:6.1f} kB {line['requests']:3d} requests {line['elements']:5d} elements {line['grade']}"
        )


if __name__ == "__main__":
    main()
