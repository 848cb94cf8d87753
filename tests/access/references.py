"""Vocabularies are public: their pages answer everybody."""

from tests.access import URL_KWARGS

URL_KWARGS["references:vocabulary"] = lambda cast: {"code": "sdg"}
