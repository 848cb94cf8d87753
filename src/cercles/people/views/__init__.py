"""Pages about accounts: the door, the corner where one governs one's own account, the directory, signed links."""
