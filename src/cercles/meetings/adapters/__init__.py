"""What the room gives through slots, signed links and jobs."""
