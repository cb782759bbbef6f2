"""One school's page: its results over time, beside others, and who it has been."""
