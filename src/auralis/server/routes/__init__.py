"""Routes: one file a subject, each a function from the stations to a router."""
