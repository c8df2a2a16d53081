"""A changed patch takes over from the one that plays."""
