"""Setting a programme up from a playbook: eight that come with Leadwell, and those added here."""
