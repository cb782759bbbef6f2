"""The invented world a demonstration runs in: a register of schools and their results, as files."""
