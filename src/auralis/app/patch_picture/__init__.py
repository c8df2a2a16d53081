"""The picture of a patch: its graph, its spectrum, and how its sound rises and falls."""
