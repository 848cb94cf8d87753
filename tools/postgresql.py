"""Say in one line whether PostgreSQL answers here, so that ``make test`` tells what it skipped."""

import socket

try:
    socket.create_connection(("127.0.0.1", 5432), timeout=1).close()
    print("PostgreSQL répond ici : make test-postgresql passe la même suite dessus.")
except OSError:
    print("PostgreSQL n’est pas là : la suite n’a été passée que sur SQLite.")
