"""The score of a span of frames, as data and as files."""
