"""Commands of the command line, a module a topic; each calls one action."""
