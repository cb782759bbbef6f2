"""A mixture of other schools in place of one or a few."""
