"""What an evaluation takes unless it is asked for something else.

By themselves, so that who only writes them down (a question, an option of a command) loads no
engine for it.
"""

K = 5
"""Similar schools for each that took part."""
CALIPER = 1.0
"""Furthest a similar school may be: standard deviations of schools, on average over the covariates."""
DRAWS = 9_999
"""Groups drawn to see what chance does."""
