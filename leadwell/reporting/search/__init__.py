"""Finding a school by name, number or place."""
