"""The pictures of ``docs/screenshots`` and of the guide, all taken from a fresh demonstration: ``make screenshots``.

    python tools/pictures.py [--base http://127.0.0.1:8000] [--only sheet week] [--png DIR]

Without ``--base`` a demonstration is started in a temporary folder and stopped afterwards. ``--png`` writes whole PNG pictures to look at,
instead of the light WebP ones. Needs the development requirements and Chromium.
"""

import argparse
import base64
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as TroubleInBrowser

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.screenshots import CHROMIUM, WIDTHS, enter  # noqa: E402

SHOTS, GUIDE = ROOT / "docs" / "screenshots", ROOT / "docs" / "guide" / "images"
TALLEST = {360: 1050, 768: 1050, 1280: 920}  # a picture shows the first screens, not a scroll without end
QUALITY = 38
SHEET, CODEV = "Louer la lumière plutôt que vendre des lampes", "Groupe codev Val-Fictif"
FILE = """référence;nom;SIRET;site;code commune
;Régie du quartier Nord (fictif);;https://regie-nord.example;45208
;Ferme des Essarts (fictif);12345678901234;;45208
;;;;45155
;Atelier du Loing (fictif);;atelier-du-loing.example;99999
"""


def click(page: Page, text: str, *, inside: str = "main") -> None:
    page.locator(f"{inside} a", has_text=text).first.click()
    page.wait_for_load_state()


def through(path: str, *texts: str) -> Callable[[Page], None]:
    """Open an address, then follow links by their words."""

    def go(page: Page) -> None:
        page.goto(path)
        for text in texts:
            click(page, text)

    return go


def by_mail(to: str, subject: str) -> Callable[[Page], None]:
    """Follow the signed link of a letter, as somebody who has only the letter."""

    def go(page: Page) -> None:
        through(f"/courrier/?a={to}", subject)(page)
        found = re.findall(r"(/l/\S+)", page.locator("main").inner_text())
        page.goto(found[-1])

    return go


def form_with_errors(page: Page) -> None:
    page.goto("/cercles/ouvrir/")
    page.fill("[name=name]", "Cercle des lieux partagés")
    page.evaluate("document.querySelectorAll('[required]').forEach(field => field.removeAttribute('required'))")
    page.get_by_role("button", name="Ouvrir le cercle").click()
    page.wait_for_load_state()


def import_report(page: Page) -> None:
    page.goto("/organisations/imports/")
    page.locator("[name=layout][value=cercles]").check()
    page.set_input_files("[name=file]", {"name": "annuaire.csv", "mimeType": "text/csv", "buffer": FILE.encode()})
    page.get_by_role("button", name="Importer", exact=True).click()
    page.wait_for_selector("text=Terminé", timeout=60_000)


# Name of the picture → who looks (nobody: a visitor), and how to get there.
PICTURES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "demo": ("", through("/demo/")),
    "home": ("", through("/")),
    "week": ("Maud", through("/")),
    "empty": ("Noé", through("/")),
    "circle": ("Inès", through("/cercles/", CODEV)),
    "grid": ("Inès", through("/cercles/", "Cercle RSE & Partenariats", "Qui fait cela")),
    "members": ("Maud", through("/cercles/", CODEV, "Membres")),
    "doors": ("Maud", through("/cercles/", CODEV, "Entrées")),
    "meetings": ("Inès", through("/rencontres/")),
    "meeting": ("Karim", through("/rencontres/", "Acheter l’électricité à six")),
    "meeting-held": ("Maud", through("/rencontres/?quand=passees", "Et si nous lavions")),
    "minutes": ("Inès", through("/rencontres/?quand=passees", "Et si nous lavions", "Le lire")),
    "sheets": ("", through("/fiches/")),
    "sheet": ("Inès", through("/fiches/", SHEET)),
    "sheet-draft": ("Maud", through("/", "Reprendre « Nourrir")),
    "approval": ("", by_mail("ines@val-fibre.example", "Votre accord pour la fiche « Facturer")),
    "answer": ("", by_mail("karim@froid-des-combes.example", "Acheter l’électricité à six")),
    "reuse": ("Maud", through("/fiches/", SHEET, "Déclarer une reprise")),
    "mail": ("", through("/courrier/?a=ines@val-fibre.example", "Votre accord pour la fiche « Facturer")),
    "organisations": ("", through("/organisations/")),
    "organisation": ("Inès", through("/organisations/?q=val-fibre", "Val-Fibre")),
    "map": ("", through("/territoires/")),
    "territory": ("", through("/territoires/departement/45/")),
    "search": ("Inès", through("/recherche/?q=linge")),
    "profile": ("Inès", through("/personnes/", "Karim Oudelin")),
    "administration": ("Agathe", through("/administration/personnes/")),
    "import": ("Agathe", import_report),
    "form-errors": ("Noé", form_with_errors),
    "guide": ("", through("/guide/animer/")),
}
# Pictures of the guide: the file, which of the above, how much of its height.
OF_THE_GUIDE = {
    "semaine": ("week", 640),
    "fiche": ("sheet", 900),
    "reponse": ("answer", 720),
    "import": ("import", 760),
}
GUIDE_WIDTH = 1000


@contextmanager
def demonstration() -> Iterator[str]:
    """A demonstration of its own, in a folder that is deleted."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    home = tempfile.mkdtemp(prefix="cercles-pictures-")
    mine = {"CERCLES_HOME": home, "PORT": port, "PYTHONPATH": str(ROOT / "src")}
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CERCLES_URL")}
    process = subprocess.Popen(
        [sys.executable, "-m", "cercles.config", "demo"], env=kept | mine, stdout=subprocess.DEVNULL
    )
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{base}/healthz", process)
        yield base
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(address: str, process: subprocess.Popen[bytes], seconds: int = 180) -> None:
    for _second in range(seconds):
        if process.poll() is not None:
            raise SystemExit("La démonstration ne démarre pas : lancez « make demo » pour lire pourquoi.")
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(1)
        else:
            return
    raise SystemExit("La démonstration ne répond pas.")


def shoot(page: Page, file: Path, *, width: int, tallest: int, quality: int = QUALITY) -> None:
    """One light picture: the page at that width, as far down as ``tallest``."""
    page.set_viewport_size({"width": width, "height": WIDTHS.get(width, 800)})
    page.evaluate("window.scrollTo(0, 0)")
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), tallest)
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(150)
    asked = {"format": "webp", "quality": quality}
    picture = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)
    file.write_bytes(base64.b64decode(picture["data"]))


def visit(browser: Browser, base: str, person: str, go: Callable[[Page], None]) -> Page:
    context = browser.new_context(base_url=base, locale="fr-FR", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    if person:
        enter(page, base, person)
    go(page)
    status = page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus")
    if status not in (200, 422):  # 422: a form with its errors
        raise TroubleInBrowser(f"{page.url} answers {status}")
    return page


def take(browser: Browser, base: str, name: str, png: Path | None) -> None:
    person, go = PICTURES[name]
    page = visit(browser, base, person, go)
    for width in WIDTHS:
        if png:
            page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            page.screenshot(path=png / f"{name}-{width}.png", full_page=True)
        else:
            shoot(page, SHOTS / f"{name}-{width}.webp", width=width, tallest=TALLEST[width])
    for file, (source, tallest) in OF_THE_GUIDE.items():
        if source == name and not png:
            shoot(page, GUIDE / f"{file}.webp", width=GUIDE_WIDTH, tallest=tallest, quality=60)
    page.context.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", default="", help="an instance of the demonstration that is already served")
    parser.add_argument("--only", nargs="*", default=list(PICTURES))
    parser.add_argument("--png", type=Path)
    args = parser.parse_args()
    for folder in filter(None, (SHOTS, GUIDE, args.png)):
        folder.mkdir(parents=True, exist_ok=True)
    missed = []
    with sync_playwright() as playwright, _given(args.base) if args.base else demonstration() as base:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(CHROMIUM))
        for name in args.only:
            try:
                take(browser, base, name, args.png)
            except (TroubleInBrowser, IndexError) as trouble:  # one page that changed must not cost the others
                missed.append(f"{name}: {str(trouble).splitlines()[0]}")
        browser.close()
    weight = sum(file.stat().st_size for file in SHOTS.glob("*.webp"))
    print(f"{len(args.only) - len(missed)} pages, {weight / 1_000_000:.1f} Mo dans {SHOTS.relative_to(ROOT)}")
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


@contextmanager
def _given(base: str) -> Iterator[str]:
    yield base.rstrip("/")


if __name__ == "__main__":
    sys.exit(main())
