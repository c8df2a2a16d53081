"""What every room shares: units, events, parameters, randomness, the recipe, the catalogue."""
