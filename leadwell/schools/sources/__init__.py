"""Readers of published files: each takes bytes from outside and gives typed facts, or refuses."""
