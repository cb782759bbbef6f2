"""What who evaluates a programme reads of its schools: each under a code, in bands and codes."""
