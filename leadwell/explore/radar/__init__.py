"""How much is asked of a school, by everything that asks."""
