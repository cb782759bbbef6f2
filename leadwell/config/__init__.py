"""The door: settings, root URLs and the command line."""
