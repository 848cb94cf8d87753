"""Pairs of pages that may be one organisation: looked for, proposed, settled."""

from cercles.organisations.actions.duplicates.deciding import propose, put_off, remember_two, settle, tell_apart
from cercles.organisations.actions.duplicates.searching import JOB, ask_for_search, run_search

__all__ = ["JOB", "ask_for_search", "propose", "put_off", "remember_two", "run_search", "settle", "tell_apart"]
