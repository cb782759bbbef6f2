"""The workshop in the garden: arrays in, estimates out. No Django, no database, no clock."""
