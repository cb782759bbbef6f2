"""What we tell people: overview, school page, search. Reads all, keeps only what it has published."""
