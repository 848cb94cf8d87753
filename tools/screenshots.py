"""Pictures of pages at three widths, light and dark, and what axe and the budgets say of each.

    python tools/screenshots.py --base http://127.0.0.1:8000 --out docs/screenshots / /galerie/ [--person maud@demo.example]

``--person`` enters as one of the demonstration's people (demo mode only). Needs the development requirements and Chromium.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
CHROMIUM += ("--disable-component-update", "--disable-sync", "--no-first-run")
WIDTHS = {360: 800, 768: 1024, 1280: 900}


def name_of(path: str) -> str:
    return path.strip("/").replace("/", "-").replace("?", "-").replace("=", "-") or "home"


def enter(page: Page, base: str, person: str) -> None:
    """Sign in through the demonstration's entrance: the button of the form that names this person."""
    page.goto(f"{base}/demo/")
    page.locator("li, tr, form", has_text=person).locator("button").first.click()
    page.wait_for_load_state()


def weigh(page: Page) -> tuple[int, int]:
    """Requests and kilobytes transferred of a first visit."""
    sizes = page.evaluate(
        "() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".map(entry => entry.transferSize)"
    )
    return len(sizes), round(sum(sizes) / 1000)


def complaints(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page).response["violations"]
    return [f"{v['id']} ({v['impact']}): {v['nodes'][0]['target']} ×{len(v['nodes'])}" for v in violations]


def visit(
    browser: Browser, args: argparse.Namespace, path: str, width: int, scheme: str, state: object
) -> dict[str, object]:
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=scheme,
        locale="fr-FR",
        storage_state=state,
        bypass_csp=True,
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("response", lambda response: said.append(response.url) if response.status >= 400 else None)
    answer = page.goto(args.base + path, wait_until="networkidle")
    requests, kilobytes = weigh(page)
    file = args.out / f"{name_of(path)}-{width}{'-dark' if scheme == 'dark' else ''}.png"
    page.screenshot(path=file, full_page=not args.fold)
    heard = list(said)  # axe itself asks for imported style sheets at the wrong address
    found = complaints(page) if args.axe else []
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    context.close()
    return {
        "file": file.name, "status": answer.status if answer else 0, "requests": requests, "kB": kilobytes,
        "axe": found, "overflows": wide, "console": heard,
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    parser.add_argument("--person", default="", help="a word of the name of a demonstration person")
    parser.add_argument("--dark", choices=("no", "widest", "all"), default="widest")
    parser.add_argument("--widths", type=int, nargs="*", default=list(WIDTHS))
    parser.add_argument("--fold", action="store_true", help="the first screen only")
    parser.add_argument("--no-axe", dest="axe", action="store_false")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    wrong = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(CHROMIUM))
        state = None
        if args.person:
            context = browser.new_context(locale="fr-FR")
            enter(context.new_page(), args.base, args.person)
            state = context.storage_state()
            context.close()
        for path in args.paths:
            for width in args.widths:
                dark = args.dark == "all" or (args.dark == "widest" and width == max(args.widths))
                for scheme in ("light", "dark") if dark else ("light",):
                    seen = visit(browser, args, path, width, scheme, state)
                    wrong += bool(seen["axe"] or seen["overflows"] or seen["console"])
                    print(json.dumps(seen, ensure_ascii=False))
        browser.close()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
