"""Music into a sound card: a queue that a thread fills, and a card that may vanish and come back."""
