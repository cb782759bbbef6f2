"""The floors of Leadwell, in one order: imports look down the house and back in time."""
