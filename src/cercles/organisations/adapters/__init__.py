"""What the room gives to others through slots, signed links and jobs."""
