"""The keyboard alone: Tab from where one stands, and at each stop one sees where one is and moves forward."""

from playwright.sync_api import Locator, Page

_MOST_STOPS = 120
# Where the focus is: seen on the screen, drawn by an outline or a shadow, and after the former stop in the page.
_STOP = """(before) => {
  const here = document.activeElement;
  const style = getComputedStyle(here), box = here.getBoundingClientRect();
  const ringed = (look) => (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== 'none';
  const label = here.labels && here.labels[0] ? getComputedStyle(here.labels[0]) : style;
  const wraps = !before || !before.isConnected || here === document.body || before === document.body;
  return {
    name: (here.innerText || here.getAttribute('aria-label') || here.name || here.tagName).trim().slice(0, 60),
    body: here === document.body,
    drawn: ringed(style) || ringed(label),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    forward: wraps || Boolean(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}"""


def reach(page: Page, target: Locator) -> None:
    """Tab until the focus is on ``target``; the link that jumps to the content is taken when that is where it is."""
    target.wait_for()
    if target.evaluate("(it) => it === document.activeElement"):
        return
    if page.evaluate("document.activeElement === document.body") and target.evaluate("(it) => !!it.closest('main')"):
        page.keyboard.press("Tab")
        _check(page, None)
        page.keyboard.press("Enter")
    before = page.evaluate_handle("document.activeElement")
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        _check(page, before)
        if target.evaluate("(it) => it === document.activeElement"):
            return
        before = page.evaluate_handle("document.activeElement")
    raise AssertionError(f"{page.url}: Tab never reaches {target}")


def _check(page: Page, before: object) -> None:
    stop = page.evaluate(_STOP, before)
    if not stop["body"]:
        assert stop["seen"], f"{page.url}: the focus is on « {stop['name']} », out of sight"
        assert stop["drawn"], f"{page.url}: the focus does not show on « {stop['name']} »"
        assert stop["forward"], f"{page.url}: Tab goes back to « {stop['name']} »"


def press(page: Page, target: Locator) -> None:
    reach(page, target)
    page.keyboard.press("Enter")


def write(page: Page, target: Locator, text: str) -> None:
    """Dates and hours have several parts, whose order is the browser's own: their value is given, then the field is left."""
    reach(page, target)
    if target.get_attribute("type") in ("date", "time", "datetime-local"):
        target.fill(text)
        return
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def tick(page: Page, target: Locator) -> None:
    """One Tab stop for several radios: the arrows choose."""
    if target.get_attribute("type") != "radio":
        reach(page, target)
        if not target.is_checked():
            page.keyboard.press("Space")
        return
    name = target.get_attribute("name")
    group = page.locator(f"input[type=radio][name={name}]")
    ticked = page.locator(f"input[type=radio][name={name}]:checked")
    reach(page, ticked if ticked.count() else group.first)
    if not ticked.count():
        page.keyboard.press("Space")
    for _ in range(group.count()):
        if target.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{page.url}: the arrows never reach {target}")


def select(page: Page, target: Locator, option: str) -> None:
    reach(page, target)
    page.keyboard.type(option.strip())
    assert target.evaluate("(it) => it.selectedOptions[0].text").strip() == option.strip()


def take(page: Page, option: Locator) -> None:
    """A proposal of the list under the field: arrows until it is the active one, then Enter."""
    for _ in range(30):
        page.keyboard.press("ArrowDown")
        if option.get_attribute("aria-selected") == "true":
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{page.url}: the arrows never reach the proposal")
