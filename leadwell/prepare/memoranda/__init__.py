"""What school and programme promise one another: drafted, signed by each, varied, ended."""
