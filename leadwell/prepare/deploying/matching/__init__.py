"""Who fits a school: hard filters with their reasons, and a shown sum for the rest. It proposes
three and chooses nobody."""
