"""A span of a recipe as files: sound, stems and score."""
