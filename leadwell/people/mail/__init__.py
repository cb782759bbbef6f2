"""Mail: what each person has chosen to get, when it may go, and that each letter goes once."""
