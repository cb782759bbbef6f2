"""The data protection officer's desk: what is held, about whom, why, how long, and who asked."""
