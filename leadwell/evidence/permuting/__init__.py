"""Tests by permutation: of assignments, and of how much each had."""
