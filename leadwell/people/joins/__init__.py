"""Deciding which schools are one: side by side, with a reason, and able to be taken back."""
