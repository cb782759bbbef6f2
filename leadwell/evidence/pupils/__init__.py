"""Pupils tested before and after, within schools."""
