"""Who holds the work to account: the boards of a programme, and the governors of each school."""
