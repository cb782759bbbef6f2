"""Exploring: what is to be solved, in which schools, and whether they can take it on now."""
