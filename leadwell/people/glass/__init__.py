"""Break-glass: an administrator reads everything for an hour, and somebody is told at once."""
