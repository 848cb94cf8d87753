"""The pages the law asks for, of a network that does not exist: the texts the software proposes, with invented names."""

from cercles.core import clock
from cercles.pages.demo.book import on, read
from cercles.pages.demo.cast import ADMINISTRATOR, ARRIVAL, person
from cercles.people import actions
from cercles.people.enums import LegalPage
from cercles.people.models import LegalDraft
from cercles.people.queries import legal, marks


def load_legal() -> None:
    """Published once; what a visitor writes afterwards is hers."""
    with on(ARRIVAL):
        for page in LegalPage:
            if legal.latest(page) is None and not LegalDraft.objects.filter(page=page).exists():
                _publish(page)
        terms = legal.latest(LegalPage.TERMS)
        if terms is None or terms.number > 1:
            return
        for someone in legal.people_to_ask(terms).filter(is_fictional=True):
            actions.accept_terms(version=terms, by=someone)


def _publish(page: LegalPage) -> None:
    by, asks = person(ADMINISTRATOR), page == LegalPage.TERMS
    text = marks.first_text(page)
    for mark, said in read("legal")["said"].items():
        text = text.replace(f"{{{mark}}}", said)
    actions.save_legal_draft(page=page, by=by, text=text, asks_acceptance=asks, revision=0)
    actions.publish_legal(page=page, by=by, in_force_on=clock.today(), revision=1)
