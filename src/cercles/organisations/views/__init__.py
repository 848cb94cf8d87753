"""Pages of organisations: the directory, one page, its people, claims, repairs, imports."""
