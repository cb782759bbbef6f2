"""Which schools a programme takes: need, eligibility, readiness, and the set they make."""
