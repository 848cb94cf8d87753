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
