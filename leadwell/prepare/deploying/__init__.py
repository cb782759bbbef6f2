"""Specialists: the register of them, who fits a school, and the agreement by which one is sent."""
