"""What the room gives to the others."""
