"""``python -m cercles.config VERB``: the command line, for a process that starts another."""

from cercles.config.cli import main

main()
