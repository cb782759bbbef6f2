"""How large is that, and what could have been seen: effect sizes, months, power."""
