"""What a person does in a browser, said as she would: she reads names and labels, never the code of a page.

axe looks at each piece of a page that it has not seen at this width. A page must not be wider than her screen, must raise nothing in the
console (a blocked script would), and must not be an error unless she expects it (``status=``).
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.journeys import keys
from tests.journeys.mailbox import Mailbox, code_of

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
PATIENCE_MS = 15_000
_AXE = Axe()
# What a piece is made of, and what holds it: its words apart, axe says the same of two alike.
_PIECES = """() => {
  const said = (it) => [it.localName, it.className.baseVal ?? it.className].join(' ');
  window.pieces = new Map([...document.querySelectorAll('html, body, body *')].map((it) => [[
    it.parentElement && said(it.parentElement), said(it), it.getAttribute('role'), it.getAttribute('type'),
    it.getAttributeNames().filter((name) => !['value', 'checked', 'selected', 'maxlength'].includes(name)).sort(),
    it.matches(':disabled'), it.checkVisibility() && it.innerText !== '',
  ].join(' '), it]));
  return [...window.pieces.keys()];
}"""
# Many new pieces are a new page; a few are looked at where they stand.
_COMPLAINTS = """(pieces) => axe.run(
  pieces.length > 9 ? document : {include: pieces.map((it) => window.pieces.get(it))},
  {resultTypes: ['violations'], preload: false},
).then((found) => found.violations.map((it) => `${it.id} (${it.impact}): ${it.nodes[0].target} ×${it.nodes.length}`))"""
# What hangs on the whole page, however well its pieces are known.
_WHOLE = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)].filter((it) => it.checkVisibility());
  const ids = [...document.querySelectorAll('[id]')].map((it) => it.id);
  const ranks = all('h1, h2, h3, h4, h5, h6').map((it) => Number(it.localName[1]));
  const name = (it) => (it.innerText ?? it.textContent).trim()
    || it.getAttribute('aria-label') || it.title || it.value || it.querySelector('[alt]')?.alt;
  return [
    ...ids.filter((id, rank) => ids.indexOf(id) < rank).map((id) => `two elements are called ${id}`),
    ...ranks.filter((rank, at) => rank > (at ? ranks[at - 1] : 1) + 1).map((rank) => `a heading of rank ${rank} stands under none`),
    ...['h1', 'main', 'head > title'].filter((one) => document.querySelectorAll(one).length !== 1).map((one) => `not one ${one}`),
    ...all('a[href], button').filter((it) => !name(it)).map((it) => `without a name: ${it.outerHTML.slice(0, 120)}`),
    ...all('input, select, textarea').filter((it) => !it.labels.length && !it.getAttribute('aria-label')
      && !it.getAttribute('aria-labelledby') && !['submit', 'button'].includes(it.type)).map((it) => `without a label: ${it.name}`),
  ];
}"""
_known: set[tuple[int, str]] = set()


@dataclass
class Person:
    """Somebody in front of her browser, with her letters."""

    name: str
    email: str
    page: Page
    mailbox: Mailbox
    by_keyboard: bool = False
    reader: Page | None = None  # without scripts, axe reads the same page in another browser
    trouble: list[str] = field(default_factory=list)
    pages: int = 0


def sit_down(
    browser: Browser, mailbox: Mailbox, base: str, name: str, email: str, *,
    width: int = 1280, scripts: bool = True, by_keyboard: bool = False,
) -> Person:  # fmt: skip
    """A person opens a browser of her own."""
    options = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "base_url": base, "reduced_motion": "reduce"}
    screen = {"width": width, "height": 800}
    context = browser.new_context(java_script_enabled=scripts, viewport=screen, **options)
    reader = None if scripts else browser.new_context(viewport=screen, **options).new_page()
    context.set_default_timeout(PATIENCE_MS)
    person = Person(name, email, context.new_page(), mailbox, by_keyboard, reader)
    _listen(context, person)
    return person


def stand_up(person: Person) -> None:
    for page in filter(None, (person.page, person.reader)):
        page.context.close()


def _listen(context: BrowserContext, person: Person) -> None:
    def said(message: object) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            person.trouble.append(f"console: {message.text}")

    def answered(response: object) -> None:
        if response.status >= 400:
            person.trouble.append(f"{response.status} {response.url}")

    context.on("console", said)
    context.on("weberror", lambda error: person.trouble.append(f"script: {error.error}"))
    context.on("response", answered)


# — moving —


def go(person: Person, address: str, *, status: int = 200) -> None:
    """Type an address, or open the link of a mail."""
    person.page.goto(address)
    look(person, status=status)


def follow(person: Person, name: str, *, within: str = "") -> None:
    """Follow the link of this name. ``within``: the heading of the piece of the page, or the line, that holds it."""
    _go_by(person, _place(person, within).get_by_role("link", name=words(name)).filter(visible=True).first)


def press(person: Person, name: str, *, within: str = "", status: int = 200) -> None:
    """Press the button of this name, which leads to another page, or back to this one with what is to be mended (422)."""
    button = _place(person, within).get_by_role("button", name=words(name)).filter(visible=True)
    _go_by(person, button.first, status=status)


def _go_by(person: Person, target: Locator, *, status: int = 200) -> None:
    if person.by_keyboard:
        keys.reach(person.page, target)
    with person.page.expect_navigation(timeout=PATIENCE_MS):
        person.page.keyboard.press("Enter") if person.by_keyboard else target.click()
    look(person, status=status)


def unfold(person: Person, name: str) -> None:
    """Open what is folded: a menu, a sentence to confirm."""
    folded = person.page.locator("summary").filter(has_text=words(name)).filter(visible=True).first
    keys.press(person.page, folded) if person.by_keyboard else folded.click()


def save(person: Person, name: str, folder: Path) -> Path:
    """Keep the file behind this link or button; its name is the one the site gives."""
    target = person.page.get_by_role("link", name=words(name)).or_(person.page.get_by_role("button", name=words(name)))
    with person.page.expect_download() as waiting:
        keys.press(person.page, target.first) if person.by_keyboard else target.first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


# — writing —


def write(person: Person, label: str, text: str) -> None:
    box = labelled(person, label)
    keys.write(person.page, box, text) if person.by_keyboard else box.fill(text)


def tick(person: Person, label: str, *, within: str = "") -> None:
    """Tick a box, or choose this one of several. ``within``: the question it answers."""
    box = labelled(person, label, within=within)
    keys.tick(person.page, box) if person.by_keyboard else box.check()


def untick(person: Person, label: str) -> None:
    labelled(person, label).uncheck()


def select(person: Person, label: str, option: str) -> None:
    box = labelled(person, label)
    wanted = box.locator("option").filter(has_text=words(option)).first.text_content()
    keys.select(person.page, box, wanted) if person.by_keyboard else box.select_option(label=wanted)


def pick(person: Person, label: str, text: str, proposal: str) -> None:
    """Type the beginning and take one of the proposals; without scripts the text alone is sent."""
    write(person, label, text)
    if person.reader is None:
        option = person.page.get_by_role("option", name=words(proposal)).first
        option.wait_for()
        keys.take(person.page, option) if person.by_keyboard else option.click()


def give_file(person: Person, label: str, path: Path) -> None:
    labelled(person, label).set_input_files(path)


# — reading —


def reads(person: Person, *texts: str) -> None:
    """These words are on the page, seen."""
    for text in texts:
        found = person.page.get_by_text(words(text)).filter(visible=True)
        found.first.wait_for(timeout=PATIENCE_MS)


def does_not_read(person: Person, *texts: str) -> None:
    for text in texts:
        assert person.page.get_by_text(words(text)).filter(visible=True).count() == 0, f"« {text} » is on the page"


def labelled(person: Person, label: str, *, within: str = "") -> Locator:
    """The field a label names, whole: « Titre » is not « Titre de la fiche »."""
    exact = re.compile(
        rf"^\s*{_loose(label)}(\s*(facultatif|pour partager|pour entrer|pour un choix ou une date|pour un consentement))?\s*$"
    )
    place = person.page.get_by_role("group", name=words(within)) if within else person.page
    return place.get_by_label(exact).filter(visible=True).and_(person.page.locator("input, textarea, select")).first


def words(text: str) -> re.Pattern[str]:
    """These words, whatever spaces French puts between them."""
    return re.compile(_loose(text))


def _loose(text: str) -> str:
    return r"\s+".join(re.escape(word) for word in text.split())


def _place(person: Person, within: str) -> Locator | Page:
    """A named menu, else the smallest line, section or form that holds these words."""
    if not within:
        return person.page
    menu = person.page.get_by_role("navigation", name=re.compile(rf"^{_loose(within)}$"))
    if menu.count():
        return menu
    pieces = person.page.locator("li, tr, section, form, fieldset").filter(has_text=words(within))
    return pieces.last


# — being careful —


def look(person: Person, *, status: int = 200) -> None:
    """What must be true of every page."""
    page = person.page
    page.wait_for_load_state()
    person.pages += 1
    expected = f"{status} {page.url.partition('#')[0]}"
    trouble = [said for said in person.trouble if said != expected]
    assert trouble == [], f"{page.url}: {trouble}"
    assert status == 200 or expected in person.trouble, f"{page.url} did not answer {status}"
    person.trouble.clear()
    wide, screen = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert wide <= screen, f"{page.url} is {wide} px wide on a screen of {screen} px"
    complaints = _complaints(person)
    assert complaints == [], f"{page.url}: {complaints}"


def _complaints(person: Person) -> list[str]:
    """axe takes a second a page, and knows a page by its pieces: those it has seen at this width are not shown to it again."""
    page, width = person.page, person.page.viewport_size["width"]
    new = [piece for piece in page.evaluate(_PIECES) if (width, piece) not in _known]
    found = page.evaluate(_WHOLE)
    if found or not new:
        return found
    if person.reader is not None:
        page, body = person.reader, person.page.content()
        page.route(person.page.url, lambda route: route.fulfill(body=body, content_type="text/html"))
        page.goto(person.page.url)
        page.unroute_all()
        new = [piece for piece in page.evaluate(_PIECES) if (width, piece) not in _known]
    page.evaluate(_AXE.axe_script)
    found = page.evaluate(_COMPLAINTS, new)
    if not found:
        _known.update((width, piece) for piece in new)
    return found


# — coming in —


def sign_in(person: Person) -> None:
    """By the code received, from the page one stands on."""
    go(person, "/")
    follow(person, "Se connecter")
    ask_for_code(person)


def ask_for_code(person: Person, *, asked: bool = False) -> None:
    if not asked:
        write(person, "Votre adresse électronique", person.email)
        press(person, "Recevoir un code")
    write(person, "Code reçu", code_of(person.mailbox.next(person.email, "votre code")))
    press(person, "Entrer")
