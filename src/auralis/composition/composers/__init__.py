"""One file a layer; each defines `COMPOSER`, and the catalogue finds it."""
