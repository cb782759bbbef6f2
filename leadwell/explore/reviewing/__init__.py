"""A subject review of a school: two honest views become one agreed starting point."""
