"""The same people asked before and after."""
