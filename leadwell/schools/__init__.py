"""The register of schools, their identity, and what is published about them."""
