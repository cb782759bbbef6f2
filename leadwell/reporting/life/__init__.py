"""What a school is and has been: its kind, the numbers it had, its years of results."""
