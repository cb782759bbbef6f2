"""A place offered to a school, scaled by its size, within budget and specialists’ days."""
