"""A programme asks schools whether they would like to take part; their heads answer."""
