"""What may be said: the design, the checks, the decision table, the verdict and its words."""
