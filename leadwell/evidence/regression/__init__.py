"""Other ways of working it out, by regression: cross-checks, never the headline for few schools."""
