"""The documents as a site: what is written in `docs/`, and the reference that is made from the code."""
