"""An instance with as many documents as one wishes, each with its text: two hundred circles, from a few documents to thousands.

    python -m benchmarks.library.fill --home DIR --documents 50000 [--seed 1]

Texts are made of the words that associations use, the frequent ones often. A document in four is shown to every account, one in
twenty to everybody. Run again it adds nothing. Ends with one line of JSON.
"""

import argparse
import json
import random
import time
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.instance import set_up

CIRCLES, _PIECE, _MOST_PARAGRAPHS = 200, 1_000, 60


def _sentence(rng: random.Random) -> str:
    from benchmarks.directory.words import AIMS, ENDS, SUBJECTS, SYLLABLES

    name = "".join(rng.choices(SYLLABLES, k=rng.randint(1, 3))) + rng.choice(ENDS)
    said = [
        rng.choice(AIMS),
        rng.choice(SUBJECTS).lower(),
        f"avec {name.capitalize()}",
        f"en {rng.randint(1990, 2026)}",
    ]
    return " ".join(said[: rng.randint(2, 4)]).capitalize() + "."


def _circles(rng: random.Random) -> list[Any]:
    from cercles.circles.models import Circle

    made = [
        Circle(
            slug=f"cercle-{n}",
            name=f"Cercle {n}",
            search_key=f"cercle {n}",
            purpose="?",
            visibility="public",
            audience="public",
        )
        for n in range(CIRCLES)
    ]
    Circle.objects.bulk_create(made, ignore_conflicts=True)
    return list(Circle.objects.order_by("pk"))


def _documents(size: int, seed: int) -> Any:
    """Each with its version, both under the key they will have."""
    from cercles.core.text import search_key
    from cercles.library.models import CircleDocument, DocumentVersion

    rng = random.Random(seed)
    circles = _circles(rng)
    weights = [1 / (rank + 1) ** 0.8 for rank in range(len(circles))]
    for pk in range(1, size + 1):
        circle, chance = rng.choices(circles, weights)[0], rng.random()
        level = "public" if chance < 0.05 else "network" if chance < 0.3 else "circle"
        title = _sentence(rng)[:150]
        text = "\n".join(_sentence(rng) for _ in range(rng.randint(5, _MOST_PARAGRAPHS)))
        document = CircleDocument(
            pk=pk, circle=circle, title=title, search_key=search_key(title)[:520], format="pdf", size=len(text), visibility=level,
            audience=circle.members_audience if level == "circle" else level,
        )  # fmt: skip
        yield document, DocumentVersion(
            pk=pk, document=document, number=1, file="", name="texte.pdf", kind="application/pdf", size=len(text),
            digest=f"{pk:064}", text_state="read", text=text,
        )  # fmt: skip


def fill(size: int, seed: int) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import transaction

    from cercles.library.models import CircleDocument, DocumentVersion

    call_command("prepare")
    began, held = time.perf_counter(), CircleDocument.objects.count()
    missing = islice(_documents(size, seed), held, None)
    while piece := list(islice(missing, _PIECE)):
        with transaction.atomic():
            CircleDocument.objects.bulk_create(document for document, _version in piece)
            DocumentVersion.objects.bulk_create(version for _document, version in piece)
    call_command("index", "--rebuild")
    call_command("index", "--once")
    return {"documents": CircleDocument.objects.count(), "seconds": round(time.perf_counter() - began, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    set_up(args.home)
    print(json.dumps(fill(args.documents, args.seed)))


if __name__ == "__main__":
    main()
