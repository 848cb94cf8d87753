"""``python -m cercles_engine``: compile now, once, what would be compiled when it is first asked, so that nobody waits for it later."""

from datetime import date

from cercles_engine.matching import Index, Profile


def main() -> None:
    index = Index()
    index.put(1, Profile.of(themes="a"))
    index.top(Profile.of(themes="a"), as_of=date(2026, 1, 1))


if __name__ == "__main__":
    main()
