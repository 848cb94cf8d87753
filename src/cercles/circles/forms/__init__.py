"""Forms of the room: they clean what is typed and hand it to an action."""
