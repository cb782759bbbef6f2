"""Yearly training in data protection: who confirmed it, and whose is out of date."""
