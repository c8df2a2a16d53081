"""The running broadcast: a recipe walked live or offline, and changed while it plays."""
