"""Who holds the work to account: so far, the governors of each school."""
