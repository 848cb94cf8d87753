"""Who writes the index of this machine: the process that holds this lock. It lies beside the folder, which may be deleted at any time."""

import fcntl
import os

from cercles.search.queries.folder import lock_path


class IndexLock:
    """Freed by the system when the process dies, however it dies."""

    def __init__(self) -> None:
        self._file: int | None = None

    def take(self) -> bool:
        if self._file is not None:
            return True
        path = lock_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        self._file = file
        return True

    def free(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
