"""Signing in by a school's own account at Microsoft, Google or elsewhere: OpenID Connect."""
