"""What a file says, read in a process of its own: bounded in time, in memory and in length. What an archive holds."""

from cercles.library.reading.apart import TooLong, Unreadable, read_apart
from cercles.library.reading.archives import Inside, Unopened, read_archive, unpacked

__all__ = ["Inside", "TooLong", "Unopened", "Unreadable", "read_apart", "read_archive", "unpacked"]
