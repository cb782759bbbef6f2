"""Whose rows, and who may: roles, permissions, access."""
