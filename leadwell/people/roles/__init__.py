"""Who holds which role, where, from when to when; and one person following another."""
