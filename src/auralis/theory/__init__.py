"""Pitches, modes, keys, chords, numerals, transitions and voice leading: integers in, integers out."""
