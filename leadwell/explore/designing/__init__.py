"""The design of a programme: asked step by step, checked, and taken from one state to the next."""
