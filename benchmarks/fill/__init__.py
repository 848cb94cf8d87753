"""The big instance, filled room by room with bulk writes; each step is skipped when its rows are there."""
