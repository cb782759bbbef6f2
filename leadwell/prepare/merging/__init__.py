"""Somebody who was named for an action turns out to be somebody who is here already."""
