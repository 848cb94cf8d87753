"""Invented reviews: each is published once, with what the site found and a sentence of somebody who does not exist."""

from cercles.circles import actions
from cercles.circles.actions.reviews import TRAITS
from cercles.circles.models import HalfYearReview
from cercles.circles.queries.reporting import draft_text, indicators_of, next_period
from cercles.core import clock
from cercles.pages.demo.book import on, read
from cercles.pages.demo.cast import person
from cercles.pages.demo.circles import circle


def load_reviews() -> None:
    for told in read("reviews")["reviews"]:
        found = circle(told["circle"])
        if HalfYearReview.objects.filter(circle=found).exists():
            continue
        with on(told["days"]):
            since, until = next_period(found)
            text = draft_text(found, since, until, indicators_of(found, clock.today()))
            actions.publish_review(
                circle=found, by=person(told["by"]), revision=0, since=since, until=until, stage="", stage_note="",
                text=text.rpartition("\n\n")[0] + "\n\n" + told["kept"],
                **{trait: told[trait] for trait in TRAITS}, **{f"{trait}_said": told[f"{trait}_said"] for trait in TRAITS},
            )  # fmt: skip


def counts() -> dict[str, int]:
    return {"reviews": HalfYearReview.objects.count()}
