"""The register of specialists: who they are, what they can do, how many days they have."""
