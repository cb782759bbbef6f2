"""Reviews of schools by people from outside: planned, made on site, said aloud, answered."""
