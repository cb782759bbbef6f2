""" "Your school so far": for whoever is new at a school, from every floor."""
