"""What is to survive the program's end: a log of what happens to stations, and what it adds up to."""
