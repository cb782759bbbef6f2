"""Preparing to deliver: what a school and those who work with it have agreed to do."""
