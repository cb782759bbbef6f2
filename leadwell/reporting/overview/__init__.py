"""Many schools at once: who is asked about, how they stand, and what is said of it."""
