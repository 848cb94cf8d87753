"""What an action says when a rule of the house forbids the act."""

from django.utils.functional import Promise


class RuleBroken(Exception):
    """A refusal: ``code`` for the programmer and the tests, ``text`` in French for the person, ``field`` to put it beside.

    ``text`` says what to do next, never only what is wrong.
    """

    def __init__(self, code: str, text: str | Promise, *, field: str | None = None):
        super().__init__(code)
        self.code = code
        self.text = text
        self.field = field

    def __str__(self) -> str:
        return f"{self.code}: {self.text}"


class SomeFailed(Exception):
    """Of many things done each on its own, some failed: the job says which, and comes back for them. ``failed``: name → error."""

    def __init__(self, failed: dict[str, Exception], of: int):
        told = "; ".join(f"{name}: {type(error).__name__}: {error}" for name, error in failed.items())
        super().__init__(f"{len(failed)} of {of}: {told}")


class TakenAway(Exception):
    """What was at this address was taken away, and the reader is among those who are told: one page says so."""

    def __init__(self, text: str | Promise):
        super().__init__(str(text))
        self.text = text


class StoreAway(RuleBroken):
    """The store of the files does not answer. A form says so beside its file; a job tries again later."""
