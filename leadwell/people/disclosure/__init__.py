"""The one door through which figures about pupils leave, and how few is too few."""
