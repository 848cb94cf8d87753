"""Reads of the room."""

from cercles.polls.queries.consistency import contradictions
from cercles.polls.queries.due import due_of
from cercles.polls.queries.listing import POLLS_A_PAGE, PollLine, line_of, open_in, over_in
from cercles.polls.queries.page import ObjectionLine, ballot_of, objection_lines, poll_seen, threatened, versions_of
from cercles.polls.queries.personal import answer_of, of_person
from cercles.polls.queries.results import Result, Results, is_unnamed, names_nobody, results_of, without_names
from cercles.polls.queries.voices import HOUSE, STANDS, Voice, silent_voices, voice_of, voices_of

__all__ = [
    "HOUSE",
    "POLLS_A_PAGE",
    "STANDS",
    "ObjectionLine",
    "PollLine",
    "Result",
    "Results",
    "Voice",
    "answer_of",
    "ballot_of",
    "contradictions",
    "due_of",
    "is_unnamed",
    "line_of",
    "names_nobody",
    "objection_lines",
    "of_person",
    "open_in",
    "over_in",
    "poll_seen",
    "results_of",
    "silent_voices",
    "threatened",
    "versions_of",
    "voice_of",
    "voices_of",
    "without_names",
]
