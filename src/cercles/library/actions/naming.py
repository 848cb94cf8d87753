"""From paths to what people read: a title for each file, and for each folder a theme of the circle or words of origin."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from cercles.circles.models import CircleTheme
from cercles.core.text import search_key
from cercles.library.models import LONGEST_ORIGIN, LONGEST_TITLE
from cercles.library.reading import Inside

MOST_FOLDERS = 100


def titles_of(held: Sequence[Inside]) -> list[str]:
    """One each, the same for the same archive: two files of one name bear their folder, else their kind, else a number."""
    ways: tuple[Callable[[Inside], str], ...] = (_stem, _in_folder, _of_kind)
    titles = [_stem(one) for one in held]
    for way in ways[1:]:
        many = Counter(titles)
        titles = [title if many[title] == 1 else way(one) for title, one in zip(titles, held, strict=True)]
    seen: Counter[str] = Counter()
    told = []
    for title in titles:
        seen[title] += 1
        told.append(title if seen[title] == 1 else f"{title[: LONGEST_TITLE - 7]} ({seen[title]})")
    return told


def _stem(one: Inside) -> str:
    said = " ".join(PurePosixPath(one.name).stem.replace("_", " ").split()) or one.name
    return (said[:1].upper() + said[1:])[:LONGEST_TITLE]


def _in_folder(one: Inside) -> str:
    last = PurePosixPath(one.folder).name
    return f"{_stem(one)[: LONGEST_TITLE - 63]} ({last[:60]})" if last else _stem(one)


def _of_kind(one: Inside) -> str:
    kind = PurePosixPath(one.name).suffix.lower().lstrip(".")[:5]
    return f"{_in_folder(one)[: LONGEST_TITLE - 8]} ({kind})"


def proposed_for(folders: Sequence[str], themes: Sequence[CircleTheme]) -> dict[str, tuple[int | None, str]]:
    """A folder named as a theme of the circle has that theme; another says where its files come from. The folder that holds all the
    others says nothing. Past a hundred folders, the others become nothing: one would not read so long a page."""
    by_key = {search_key(theme.label): theme.pk for theme in themes}
    whole = _whole(folders)
    proposed: dict[str, tuple[int | None, str]] = {}
    for path in folders[:MOST_FOLDERS]:
        parts = [part for part in PurePosixPath(path).parts[whole:] if part]
        named = [by_key[search_key(part)] for part in parts if search_key(part) in by_key]
        others = [part for part in parts if search_key(part) not in by_key]
        proposed[path] = (named[-1] if named else None, others[-1][:LONGEST_ORIGIN] if others else "")
    return proposed


def _whole(folders: Sequence[str]) -> int:
    """How many levels hold everything."""
    split = [PurePosixPath(path).parts for path in folders]
    level = 0
    while all(len(parts) > level for parts in split) and len({parts[level] for parts in split}) == 1:
        level += 1
    return level - 1 if len(split) == 1 and level > 1 else level
