"""Sound files of a span of a recipe: rendered, coded and written stint by stint, by one process or many."""
