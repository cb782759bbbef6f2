"""A school's plan: few priorities, each with a success criterion that can be checked."""
