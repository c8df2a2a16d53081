"""What the program costs: sounds hashed, counters read, speed told as a share of PAD32's."""
