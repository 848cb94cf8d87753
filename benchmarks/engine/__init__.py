"""What the engine is measured against: named peers, in the same run, taking turns."""
