"""Privacy information: what families, staff, specialists and governors are told about their data."""
