"""The access log as the data protection officer searches it: who looked at whom and what."""
