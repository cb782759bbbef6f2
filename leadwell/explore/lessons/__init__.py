"""The lessons register, and what a programme says to the lessons that are about it."""
