"""The letters of a meeting: one act each, by a signed link."""
