"""Pages of the room: fetch what is visible, hand the form to an action, draw."""
