"""What a file says, read in a process of its own: bounded in time, in memory and in length."""

from cercles.library.reading.apart import TooLong, Unreadable, read_apart

__all__ = ["TooLong", "Unreadable", "read_apart"]
