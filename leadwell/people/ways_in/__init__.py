"""For who looks after the installation: letting somebody in again, and closing an account."""
