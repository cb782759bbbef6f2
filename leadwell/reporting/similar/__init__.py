"""The schools most like one school, and how they were found."""
