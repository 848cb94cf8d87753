"""Forms of the room: what is typed is cleaned, then handed to an action."""
