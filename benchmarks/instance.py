"""A network ten years old: 200 circles, 5 000 people, 3 000 organisations, 4 000 meetings, 20 000 practice sheets and their reuses.

    python -m benchmarks.instance --home DIR [--scale 0.05]      (DATABASE_URL for PostgreSQL)

Prepared by the real commands (tables, vocabularies, the 39 258 territories), then filled by bulk writes from one seed. A step whose
rows are there is skipped, so an interrupted run is taken up again. Sizes have long tails, as communities do. Everybody is invented.
"""

import argparse
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def steps() -> list[tuple[str, str, Callable[[Any], None]]]:
    """Name, the model that tells that it is done, what it does."""
    from benchmarks.fill import circles, meetings, people, practices, talk, thread

    return [
        ("organisations", "organisations.Goal", people.fill_organisations),
        ("people", "organisations.Affiliation", people.fill_people),
        ("circles", "circles.CharterAcceptance", circles.fill_circles),
        ("positions", "circles.PositionStatement", circles.fill_positions),
        ("meetings", "meetings.Meeting", meetings.fill_meetings),
        ("attendance", "meetings.Registration", meetings.fill_attendance),
        ("minutes", "meetings.Takeaway", meetings.fill_minutes),
        ("sheets", "practices.PracticeSheet", practices.fill_sheets),
        ("approvals", "practices.Approval", practices.fill_approvals),
        ("reuses", "practices.Reuse", practices.fill_reuses),
        ("conversations", "circles.Message", talk.fill_threads),
        ("links", "journal.Link", thread.fill_links),
        ("journal", "journal.Entry", thread.fill_journal),
    ]


def set_up(home: Path, demo: bool = False) -> None:
    """Django on this home."""
    os.environ.update(
        CERCLES_HOME=str(home), CERCLES_DEMO=str(int(demo)), DJANGO_SETTINGS_MODULE="cercles.config.settings"
    )
    import django

    django.setup()


def build(scale: float = 1.0) -> dict[str, int]:
    """Fill what is missing; how many rows of each model there are."""
    from django.apps import apps
    from django.core.management import call_command
    from django.db import transaction

    from benchmarks.fill.book import Book, Size, analyse

    call_command("prepare")
    filled = 0
    for name, told_by, fill in steps():
        began = time.monotonic()
        if apps.get_model(told_by).objects.exists():
            continue
        with transaction.atomic():
            fill(Book(name, Size.of(scale)))
        filled += 1
        print(f"· {name}: {time.monotonic() - began:.1f} s", flush=True)
    if filled:
        analyse()
    call_command("index", "--rebuild" if filled else "--once")
    return {label: apps.get_model(label).objects.count() for _name, label, _fill in steps()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=Path("var/bench/big"))
    parser.add_argument("--scale", type=float, default=1.0)
    args = parser.parse_args()
    set_up(args.home)
    print(json.dumps(build(args.scale)))


if __name__ == "__main__":
    main()
