"""What the week of who facilitates is made of: messages prepared in her name, and what she put aside."""

from cercles.circles.queries.week.prepared import AT_ONCE, SILENT_AFTER, circle_words, signs
from cercles.circles.queries.week.words import Led, Word, aside, held_in, led_by, word_in, words_for

__all__ = [
    "AT_ONCE",
    "SILENT_AFTER",
    "Led",
    "Word",
    "aside",
    "circle_words",
    "held_in",
    "led_by",
    "signs",
    "word_in",
    "words_for",
]
