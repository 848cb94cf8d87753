"""What other rooms may use of the search."""

from cercles.search.queries.sources import Document, FacetKind, Label, Read, Shown, Source

__all__ = ["Document", "FacetKind", "Label", "Read", "Shown", "Source"]
