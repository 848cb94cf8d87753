#!/usr/bin/env python3
"""Same verbs as the installed command ``cercles``."""

from cercles.config.cli import main

if __name__ == "__main__":
    main()
